/**
 * Keeps chaos within bounds: its time, its caps, what it must never touch, and what stops
 * it.
 */
@NullMarked
package org.chaosspring.safety;

import org.jspecify.annotations.NullMarked;
