/**
 * Holds the behaviors: one small class each, which draws its effect and knows no broker.
 */
@NullMarked
package org.chaosspring.behavior;

import org.jspecify.annotations.NullMarked;
