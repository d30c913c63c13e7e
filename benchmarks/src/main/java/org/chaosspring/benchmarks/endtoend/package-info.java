/**
 * What chaos costs an application on real brokers.
 */
@NullMarked
package org.chaosspring.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
