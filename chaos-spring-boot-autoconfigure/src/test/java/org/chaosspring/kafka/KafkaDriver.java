package org.chaosspring.kafka;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.chaosspring.contract.Arrival;
import org.chaosspring.contract.BrokerContract;
import org.chaosspring.contract.BrokerDriver;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.engine.ChaosEvent.InjectionFailed;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.kafka.KafkaListening.Plain;
import org.chaosspring.kafka.KafkaListening.Received;

/**
 * Drives an application on Kafka.
 */
final class KafkaDriver implements BrokerDriver {

	private static final String ID = "message-id";

	private final String topic;

	private final KafkaApplication application;

	private final Queue<CompletableFuture<?>> results = new ConcurrentLinkedQueue<>();

	KafkaDriver(String topic) {
		this.topic = topic;
		this.application = KafkaApplication.start(List.of(Plain.class), "topic=" + topic,
				"spring.kafka.listener.poll-timeout=200ms");
		KafkaListening.start(this.application);
	}

	@Override
	public ConfigurableChaosMiddleware chaos() {
		return this.application.chaos();
	}

	@Override
	public List<FaultInjected> injected() {
		return this.application.faults().injected();
	}

	@Override
	public List<InjectionFailed> failed() {
		return this.application.faults().failed();
	}

	@Override
	public void send(String id) {
		ProducerRecord<String, String> record = new ProducerRecord<>(this.topic, "key", BrokerContract.body(id));
		record.headers().add(ID, id.getBytes(StandardCharsets.UTF_8));
		this.results.add(this.application.template().send(record));
	}

	@Override
	public void awaitAnswers() {
		for (CompletableFuture<?> result = this.results.poll(); result != null; result = this.results.poll()) {
			result.join();
		}
	}

	@Override
	public List<Arrival> arrivals() {
		return this.application.bean(Received.class).records().stream().map(KafkaDriver::arrival).toList();
	}

	private static Arrival arrival(ConsumerRecord<?, ?> record) {
		return new Arrival(new String(record.headers().lastHeader(ID).value(), StandardCharsets.UTF_8),
				String.valueOf(record.value()));
	}

	@Override
	public long waiting() {
		return KafkaApplication.lag(this.topic, this.topic);
	}

	@Override
	public void close() {
		this.application.close();
	}

}
