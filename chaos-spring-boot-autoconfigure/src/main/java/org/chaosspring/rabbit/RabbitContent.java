package org.chaosspring.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import org.chaosspring.engine.Effect;
import org.jspecify.annotations.Nullable;

/**
 * A message on either way, as far as faults change what is in it.
 *
 * @param <T> the message itself
 */
interface RabbitContent<T extends RabbitContent<T>> {

	BasicProperties properties();

	byte[] body();

	T with(BasicProperties otherProperties);

	T with(byte[] otherBody);

	/**
	 * Return a damaged copy, or {@code null} if there is nothing to damage.
	 */
	default @Nullable T damaged(Effect.Corruption corruption) {
		if (corruption.headers()) {
			return RabbitProperties.canBeDamaged(properties())
					? with(RabbitProperties.damaged(properties(), corruption.damage())) : null;
		}
		return (body().length > 0) ? with(corruption.damage().apply(body())) : null;
	}

}
