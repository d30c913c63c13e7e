/**
 * Holds the conditions that ask a framework, health or meters, whether chaos has to stop.
 */
@NullMarked
package org.chaosspring.halt;

import org.jspecify.annotations.NullMarked;
