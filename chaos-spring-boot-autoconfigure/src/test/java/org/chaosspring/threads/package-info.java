/**
 * Threads that chaos holds, platform threads and virtual ones, and the carriers of the
 * latter.
 */
@NullMarked
package org.chaosspring.threads;

import org.jspecify.annotations.NullMarked;
