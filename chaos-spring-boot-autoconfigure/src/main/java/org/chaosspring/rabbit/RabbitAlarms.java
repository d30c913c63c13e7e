package org.chaosspring.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Method;

/**
 * Alarms that chaos raises in place of a broker that runs out of memory. The listeners of
 * a connection hear of them in the thread that raises them.
 */
public final class RabbitAlarms {

	/**
	 * What RabbitMQ says with a memory alarm.
	 */
	private static final String LOW_ON_MEMORY = "low on memory";

	private static final ThreadLocal<Boolean> TELLING = ThreadLocal.withInitial(() -> false);

	private RabbitAlarms() {
	}

	/**
	 * Have a client think that its broker takes no more messages.
	 */
	static void raise(Connection connection) {
		tell(connection, new AMQP.Connection.Blocked.Builder().reason(LOW_ON_MEMORY).build());
	}

	/**
	 * Have a client think that its broker takes messages again.
	 */
	static void clear(Connection connection) {
		tell(connection, new AMQP.Connection.Unblocked.Builder().build());
	}

	private static void tell(Connection connection, Method method) {
		TELLING.set(true);
		try {
			RabbitNodes.tell(connection, method);
		}
		finally {
			TELLING.remove();
		}
	}

	/**
	 * Return whether what a listener is told right now comes from chaos and not from a
	 * broker.
	 * @return {@code true} within a call of a listener by chaos, in its thread
	 */
	public static boolean areByChaos() {
		return TELLING.get();
	}

}
