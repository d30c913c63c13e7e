/**
 * An order pipeline as any team might have it: nothing here knows how faults are made.
 */
@NullMarked
package org.chaosspring.demo;

import org.jspecify.annotations.NullMarked;
