/**
 * Hears the events of the engine and makes them visible: in metrics and in the log.
 */
@NullMarked
package org.chaosspring.observe;

import org.jspecify.annotations.NullMarked;
