/**
 * Says which messages are meant: the built-in groups and the configured ones.
 */
@NullMarked
package org.chaosspring.target;

import org.jspecify.annotations.NullMarked;
