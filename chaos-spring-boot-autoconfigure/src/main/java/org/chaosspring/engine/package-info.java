/**
 * Decides which message meets which fault: pure Java, no broker, no framework.
 */
@NullMarked
package org.chaosspring.engine;

import org.jspecify.annotations.NullMarked;
