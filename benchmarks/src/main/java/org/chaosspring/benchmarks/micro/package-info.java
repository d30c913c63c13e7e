/**
 * What a message costs on its way through a seam, measured with JMH over clients that do
 * nothing.
 */
@NullMarked
package org.chaosspring.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
