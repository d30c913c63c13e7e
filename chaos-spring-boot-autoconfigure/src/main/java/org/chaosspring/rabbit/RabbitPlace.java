package org.chaosspring.rabbit;

import com.rabbitmq.client.Connection;
import org.chaosspring.engine.PlaceAccess;
import org.jspecify.annotations.Nullable;

/**
 * Where messages would go to or come from, while none passes.
 *
 * @param destination the queue, empty if it is not known yet
 * @param connection the connection, {@code null} if there is none yet
 */
record RabbitPlace(String destination, @Nullable Connection connection) {

	/**
	 * Reads places.
	 */
	static final PlaceAccess<RabbitPlace> ACCESS = new PlaceAccess<>() {

		@Override
		public String destination(RabbitPlace place) {
			return place.destination();
		}

		@Override
		public boolean mayBeAt(RabbitPlace place, String broker) {
			return place.connection() != null && RabbitNodes.isAt(place.connection(), broker);
		}

	};

}
