package org.chaosspring.kafka;

import java.time.Duration;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.chaosspring.engine.Injector;

/**
 * How long a producer waits before it gives up, by its own settings and the time scale.
 *
 * @param maxBlock how long a call blocks at most
 * @param delivery how long a record may be under way
 * @param retries how long retries last, if they are exhausted before that
 * @param givesUpAtOnce whether the producer does not retry at all
 */
record KafkaProducerTimes(Duration maxBlock, Duration delivery, Duration retries, boolean givesUpAtOnce) {

	static KafkaProducerTimes of(KafkaSettings settings, Injector chaos) {
		Duration delivery = settings.millis(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
		Duration retries = retries(settings, delivery);
		return new KafkaProducerTimes(chaos.scaled(settings.millis(ProducerConfig.MAX_BLOCK_MS_CONFIG)),
				chaos.scaled(delivery), chaos.scaled(retries), retries.isZero());
	}

	/**
	 * Add up the pauses between attempts, each twice as long as the one before.
	 */
	private static Duration retries(KafkaSettings settings, Duration delivery) {
		long retries = settings.number(ProducerConfig.RETRIES_CONFIG);
		long pause = settings.number(ProducerConfig.RETRY_BACKOFF_MS_CONFIG);
		long longestPause = settings.number(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG);
		long total = 0;
		for (long retry = 0; retry < retries && total < delivery.toMillis(); retry++) {
			total += Math.max(1, Math.min(pause, longestPause));
			pause = Math.min(2 * pause, longestPause);
		}
		return Duration.ofMillis(Math.min(total, delivery.toMillis()));
	}

}
