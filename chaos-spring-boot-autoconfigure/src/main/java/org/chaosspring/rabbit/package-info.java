/**
 * Catches the messages of RabbitMQ clients and carries effects out on them.
 */
@NullMarked
package org.chaosspring.rabbit;

import org.jspecify.annotations.NullMarked;
