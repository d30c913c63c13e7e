/**
 * Real brokers that start inside this JVM, for tests and the demo; nothing here knows
 * about chaos.
 */
@NullMarked
package org.chaosspring.brokers;

import org.jspecify.annotations.NullMarked;
