package org.chaosspring.rabbit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts RabbitMQ for the test class, one for all of them. Where there is none the tests
 * are skipped, unless {@code CHAOS_REQUIRE_RABBITMQ} is {@code true}: then they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(RabbitBroker.class)
@interface NeedsRabbitMq {

}
