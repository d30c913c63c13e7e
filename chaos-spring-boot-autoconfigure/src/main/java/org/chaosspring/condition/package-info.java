/**
 * One small class a condition: what holds until it is lifted, told by effects that every
 * broker knows.
 */
@NullMarked
package org.chaosspring.condition;

import org.jspecify.annotations.NullMarked;
