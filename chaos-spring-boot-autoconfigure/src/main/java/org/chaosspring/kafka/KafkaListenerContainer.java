package org.chaosspring.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.InjectionPoint;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * A listener container, as far as chaos deals with it.
 */
final class KafkaListenerContainer {

	private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

	private final AbstractMessageListenerContainer<?, ?> container;

	private final InjectionPoint point;

	/**
	 * The last record of each partition that made the container restart. It comes again
	 * afterwards and is let through then, or a seed would restart the container forever.
	 */
	private final Map<TopicPartition, Long> restartedAt = new ConcurrentHashMap<>();

	private final AtomicBoolean restarting = new AtomicBoolean();

	KafkaListenerContainer(AbstractMessageListenerContainer<?, ?> container) {
		this.container = container;
		this.point = new InjectionPoint(KafkaTemplatePoints.BROKER, Direction.CONSUME,
				String.valueOf(container.getListenerId()));
	}

	InjectionPoint point() {
		return this.point;
	}

	Properties consumerProperties() {
		return this.container.getContainerProperties().getKafkaConsumerProperties();
	}

	/**
	 * Stop the container and start it again after a while, both in a thread of its own,
	 * as a container cannot wait for its own end.
	 * @return whether it restarts; {@code false} if it is about to already, or did for
	 * this record
	 */
	boolean restart(ConsumerRecord<?, ?> record, Duration downtime, Injection hit, ConfigurableChaosMiddleware chaos) {
		TopicPartition partition = new TopicPartition(record.topic(), record.partition());
		if (record.offset() <= this.restartedAt.getOrDefault(partition, -1L)
				|| !this.restarting.compareAndSet(false, true)) {
			return false;
		}
		this.restartedAt.put(partition, record.offset());
		Thread thread = new Thread(() -> stopAndStart(downtime, hit, chaos), "chaos-restart-" + this.point.name());
		thread.setDaemon(true);
		thread.start();
		return true;
	}

	private void stopAndStart(Duration downtime, Injection hit, ConfigurableChaosMiddleware chaos) {
		try {
			CountDownLatch stopped = new CountDownLatch(1);
			this.container.stop(stopped::countDown);
			if (!stopped.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new IllegalStateException("Listener container did not stop within " + STOP_LIMIT);
			}
			hit.await(downtime);
			if (!chaos.isClosed() && !this.container.isRunning()) {
				this.container.start();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			chaos.reportFailure(this.point, ex);
		}
		finally {
			this.restarting.set(false);
		}
	}

}
