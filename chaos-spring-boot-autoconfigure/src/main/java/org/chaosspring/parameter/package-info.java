/**
 * Holds what reads names, parameters and durations of configuration and requests and
 * checks them, and knows none of the behaviors and conditions that are made of them.
 */
@NullMarked
package org.chaosspring.parameter;

import org.jspecify.annotations.NullMarked;
