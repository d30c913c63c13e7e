/**
 * What it takes to hold messages back, and how exactly they leave.
 */
@NullMarked
package org.chaosspring.benchmarks.held;

import org.jspecify.annotations.NullMarked;
