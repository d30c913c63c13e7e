/**
 * Catches the messages of Kafka clients and carries effects out on them.
 */
@NullMarked
package org.chaosspring.kafka;

import org.jspecify.annotations.NullMarked;
