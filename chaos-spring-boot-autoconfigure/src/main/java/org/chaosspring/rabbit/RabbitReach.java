package org.chaosspring.rabbit;

import java.net.ConnectException;
import java.util.Collection;
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
 * @param point the injection point, likewise
 * @param destinations the queues that are consumed; the empty name if they are not known
 */
record RabbitReach(Supplier<Injector> chaos, Supplier<InjectionPoint> point,
		Supplier<Collection<String>> destinations) {

	/**
	 * Return whether the broker is out of reach.
	 * @param connection the connection to it, or {@code null} if there is none yet
	 */
	boolean isCutOff(@Nullable Connection connection) {
		return this.destinations.get()
			.stream()
			.anyMatch((destination) -> isCutOff(new RabbitPlace(destination, connection)));
	}

	/**
	 * Return whether the node at the other end of a connection has stopped, rather than
	 * the network being cut.
	 */
	boolean isStopped(Connection connection) {
		return this.destinations.get()
			.stream()
			.map((destination) -> outage(new RabbitPlace(destination, connection)))
			.anyMatch((outage) -> outage != null && !outage.brokers().isEmpty());
	}

	private boolean isCutOff(RabbitPlace place) {
		return outage(place) != null;
	}

	private Effect.@Nullable Outage outage(RabbitPlace place) {
		return this.chaos.get().outage(this.point.get(), RabbitPlace.ACCESS, place);
	}

	/**
	 * Have an attempt to connect fail while the broker is out of reach.
	 * @throws AmqpConnectException as if nobody listened at the address
	 */
	void require(@Nullable Connection connection) {
		for (String destination : this.destinations.get()) {
			RabbitPlace place = new RabbitPlace(destination, connection);
			Injection hit = isCutOff(place) ? this.chaos.get().decide(this.point.get(), RabbitPlace.ACCESS, place)
					: null;
			if (hit != null && hit.carryOut(RabbitConnectEffects.INSTANCE, place)) {
				throw new AmqpConnectException(refused());
			}
		}
	}

	static ConnectException refused() {
		return new ConnectException("Connection refused");
	}

}
