package org.chaosspring.rabbit;

import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

import org.chaosspring.engine.ErrorKind;
import org.chaosspring.engine.Injection;

import org.springframework.amqp.rabbit.connection.AbstractConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * The errors that a sender can meet. Where the broker can be brought to fail by itself,
 * it does.
 */
final class RabbitProduceErrors {

	/**
	 * Publishing to an exchange that does not exist makes the broker close the channel.
	 */
	private static final String NO_SUCH_EXCHANGE = "chaos.no-such-exchange";

	/**
	 * An exchange of every broker that looks at headers alone, and to which nobody binds.
	 */
	private static final String LEADS_NOWHERE = "amq.match";

	/**
	 * Let a message fail.
	 * @return whether it does; {@code false} if this channel never sees that error
	 */
	boolean carryOut(ErrorKind kind, RabbitProduceEffects.Context context) {
		RabbitSend send = context.send();
		switch (kind) {
			case AMQP_CONNECT -> send.refuse(RabbitReach.refused());
			case TYPICAL, AMQP_IO -> send.breakOff(new SocketException("Broken pipe"));
			case AMQP_TIMEOUT -> timeOut(send, context.hit());
			case CHANNEL_CLOSED -> send.replacePublication(send.publication().to(NO_SUCH_EXCHANGE));
			case UNROUTABLE -> send.replacePublication(send.publication().to(LEADS_NOWHERE));
			case NACK -> {
				return nack(send);
			}
			default -> {
				return false;
			}
		}
		return true;
	}

	private static void timeOut(RabbitSend send, Injection hit) {
		if (hit.await(send.seam().chaos().scaled(connectionTimeout(send.seam().origin().factory())))) {
			send.refuse(new TimeoutException("The broker does not answer"));
		}
	}

	private static Duration connectionTimeout(ConnectionFactory factory) {
		return (factory instanceof AbstractConnectionFactory known)
				? Duration.ofMillis(known.getRabbitConnectionFactory().getConnectionTimeout()) : Duration.ZERO;
	}

	private static boolean nack(RabbitSend send) {
		if (!send.reply().isConfirmed()) {
			return false;
		}
		send.nack();
		return true;
	}

}
