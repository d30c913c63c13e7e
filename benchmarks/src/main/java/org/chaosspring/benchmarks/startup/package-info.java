/**
 * What the starter costs while an application starts.
 */
@NullMarked
package org.chaosspring.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
