package org.chaosspring.rabbit;

import java.io.EOFException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;

/**
 * How chaos ends the consuming of a channel early, as the network, the broker or a stop
 * of the container does. Thread-safe.
 */
final class RabbitInterruption {

	private final RabbitConsumeSeam seam;

	private final Runnable onCut;

	private final Set<String> canceledByBroker = ConcurrentHashMap.newKeySet();

	private volatile boolean cut;

	private volatile boolean brokenOff;

	/**
	 * Create an interruption that is still to come.
	 * @param seam the channel
	 * @param onCut run when nothing is let through any more
	 */
	RabbitInterruption(RabbitConsumeSeam seam, Runnable onCut) {
		this.seam = seam;
		this.onCut = onCut;
	}

	/**
	 * Let nothing through any more: what the broker has sent and will send comes again
	 * when the channel is closed.
	 */
	void cut() {
		this.cut = true;
		this.onCut.run();
	}

	boolean isCut() {
		return this.cut;
	}

	/**
	 * Break the channel off, as if its connection broke.
	 */
	void breakOff() {
		cut();
		this.brokenOff = true;
		RabbitThreads.start("chaos-break-off", this.seam::abortQuietly);
	}

	/**
	 * Cancel a consumer, who is to think that the broker does.
	 */
	void cancelByBroker(String consumerTag) {
		cut();
		this.canceledByBroker.add(consumerTag);
		RabbitThreads.start("chaos-cancel", () -> this.seam.cancelQuietly(consumerTag));
	}

	/**
	 * Return whether a consumer is to think that the broker canceled it.
	 */
	boolean isCanceledByBroker(String consumerTag) {
		return this.canceledByBroker.contains(consumerTag);
	}

	/**
	 * Return what the consumer hears when the channel ends.
	 */
	ShutdownSignalException signal(ShutdownSignalException signal) {
		if (!this.brokenOff || signal.isHardError()) {
			return signal;
		}
		Object connection = (signal.getReference() instanceof Channel channel) ? channel.getConnection()
				: signal.getReference();
		ShutdownSignalException broken = new ShutdownSignalException(true, false, null, connection);
		broken.initCause(new EOFException());
		return broken;
	}

}
