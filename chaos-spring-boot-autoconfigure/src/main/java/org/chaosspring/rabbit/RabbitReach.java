package org.chaosspring.rabbit;

import java.net.ConnectException;
import java.util.function.Supplier;

import com.rabbitmq.client.Connection;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.AmqpConnectException;

/**
 * Tells whether one template or container can reach its broker, as far as chaos is
 * concerned.
 *
 * @param chaos the middleware, not asked for before the first connection
 * @param origin what the template or container has its messages from, likewise
 */
record RabbitReach(Supplier<Injector> chaos, RabbitOrigin origin) {

	InjectionPoint point() {
		return this.origin.point();
	}

	/**
	 * Return whether the broker is out of reach.
	 * @param connection the connection to it, or {@code null} if there is none yet
	 */
	boolean isCutOff(@Nullable Connection connection) {
		return this.origin.queues().stream().anyMatch((queue) -> isCutOff(new RabbitPlace(queue, connection)));
	}

	/**
	 * Return whether the node at the other end of a connection has stopped, rather than
	 * the network being cut.
	 */
	boolean isStopped(Connection connection) {
		return this.origin.queues()
			.stream()
			.map((queue) -> outage(new RabbitPlace(queue, connection)))
			.anyMatch((outage) -> outage != null && !outage.brokers().isEmpty());
	}

	private boolean isCutOff(RabbitPlace place) {
		return outage(place) != null;
	}

	private Effect.@Nullable Outage outage(RabbitPlace place) {
		return this.chaos.get().outage(point(), RabbitPlace.ACCESS, place);
	}

	/**
	 * Have an attempt to connect fail while the broker is out of reach.
	 * @throws AmqpConnectException as if nobody listened at the address
	 */
	void require(@Nullable Connection connection) {
		for (String queue : this.origin.queues()) {
			RabbitPlace place = new RabbitPlace(queue, connection);
			Injection hit = isCutOff(place) ? this.chaos.get().decide(point(), RabbitPlace.ACCESS, place) : null;
			if (hit != null && hit.carryOut(RabbitConnectEffects.INSTANCE, place)) {
				throw new AmqpConnectException(refused());
			}
		}
	}

	static ConnectException refused() {
		return new ConnectException("Connection refused");
	}

}
