/**
 * Clients that do nothing, and the seams around them.
 */
@NullMarked
package org.chaosspring.benchmarks.idle;

import org.jspecify.annotations.NullMarked;
