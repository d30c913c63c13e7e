/**
 * Holds chaos to the truth: the same trouble, once really and once by chaos, has to look
 * the same to an application.
 */
@NullMarked
package org.chaosspring.fidelity;

import org.jspecify.annotations.NullMarked;
