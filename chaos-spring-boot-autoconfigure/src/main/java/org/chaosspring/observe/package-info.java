/**
 * Hears the events of the engine and makes them visible, in metrics, in the log, as audit
 * events and on observations, and decides nothing.
 */
@NullMarked
package org.chaosspring.observe;

import org.jspecify.annotations.NullMarked;
