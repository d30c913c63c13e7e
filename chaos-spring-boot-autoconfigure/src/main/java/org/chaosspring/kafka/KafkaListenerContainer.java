package org.chaosspring.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;
import org.chaosspring.engine.Restarter;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * A listener container, as far as chaos deals with it.
 */
final class KafkaListenerContainer {

	private final AbstractMessageListenerContainer<?, ?> container;

	private final InjectionPoint point;

	/**
	 * The last record of each partition that made the container restart. It comes again
	 * afterwards and is let through then, or a seed would restart the container forever.
	 */
	private final Map<TopicPartition, Long> restartedAt = new ConcurrentHashMap<>();

	private final Restarter restarter;

	KafkaListenerContainer(AbstractMessageListenerContainer<?, ?> container) {
		this.container = container;
		this.point = new InjectionPoint(KafkaTemplatePoints.BROKER, Direction.CONSUME,
				String.valueOf(container.getListenerId()));
		this.restarter = new Restarter(container::stop, container::start, container::isRunning);
	}

	InjectionPoint point() {
		return this.point;
	}

	Properties consumerProperties() {
		return this.container.getContainerProperties().getKafkaConsumerProperties();
	}

	/**
	 * Return whether offsets are committed with transactions.
	 */
	boolean isTransactional() {
		return this.container.getContainerProperties().getKafkaAwareTransactionManager() != null;
	}

	/**
	 * Return whether the container is about to stop, so that nothing reaches it any more.
	 */
	boolean isStopping() {
		return this.restarter.isStopping();
	}

	/**
	 * Return whether the container was stopped, and not to be started again by chaos.
	 */
	boolean isStopped() {
		return !this.container.isRunning() && !this.restarter.isRestarting();
	}

	/**
	 * Restart the container because of a record.
	 * @return whether it restarts; {@code false} if it is about to already, or did for
	 * this record
	 */
	boolean restart(ConsumerRecord<?, ?> record, Duration downtime, Injection hit, Injector chaos) {
		TopicPartition partition = new TopicPartition(record.topic(), record.partition());
		if (record.offset() <= this.restartedAt.getOrDefault(partition, -1L)
				|| !this.restarter.restart(downtime, hit, chaos)) {
			return false;
		}
		this.restartedAt.put(partition, record.offset());
		return true;
	}

}
