/**
 * Whether as many messages are hit as the plan says.
 */
@NullMarked
package org.chaosspring.benchmarks.exact;

import org.jspecify.annotations.NullMarked;
