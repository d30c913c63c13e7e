package org.chaosspring.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.chaosspring.brokers.EmbeddedKafkaCluster;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.TopicPartition;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;

/**
 * A Spring Boot application on Kafka, with a topic of its own.
 */
final class KafkaClient implements Client {

	private static final String PADDING = "x".repeat(80);

	private final String topic;

	private final ConfigurableApplicationContext context;

	private final KafkaTemplate<String, String> template;

	@SuppressWarnings("unchecked")
	KafkaClient(EmbeddedKafkaCluster cluster, Mode mode, String topic) {
		this.topic = topic;
		cluster.createTopic(this.topic, 1, 1);
		List<String> properties = new ArrayList<>(mode.properties());
		properties.add("spring.kafka.bootstrap-servers=" + cluster.bootstrapServers());
		properties.add("spring.kafka.consumer.group-id=" + this.topic);
		properties.add("spring.kafka.consumer.auto-offset-reset=earliest");
		properties.add("benchmark.topic=" + this.topic);
		// There is none, and chaos stops when the health of the application is bad.
		properties.add("management.health.rabbit.enabled=false");
		properties.add("logging.level.root=warn");
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties(properties.toArray(String[]::new))
			.run();
		this.template = this.context.getBean(KafkaTemplate.class);
	}

	@SuppressWarnings("FutureReturnValueIgnored") // a failure leaves the sender waiting,
													// which fails the trial
	@Override
	public void send(long sentAt, Runnable onAcknowledged) {
		send(sentAt).whenComplete((sent, failure) -> {
			if (failure == null) {
				onAcknowledged.run();
			}
		});
	}

	@SuppressWarnings("FutureReturnValueIgnored") // a message that is missing fails the
													// trial
	@Override
	public void fill(int messages) {
		for (int i = 0; i < messages; i++) {
			send(System.nanoTime());
		}
		this.template.flush();
	}

	private CompletableFuture<SendResult<String, String>> send(long sentAt) {
		return this.template.send(this.topic, "key", sentAt + ";" + PADDING);
	}

	@Override
	public Inbox inbox() {
		return this.context.getBean(Application.class).inbox;
	}

	@Override
	public ConfigurableApplicationContext context() {
		return this.context;
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final Inbox inbox = new Inbox();

		@KafkaListener(topicPartitions = @TopicPartition(topic = "${benchmark.topic}", partitions = "0"))
		void listen(String content) throws InterruptedException {
			this.inbox.add(Long.parseLong(content, 0, content.indexOf(';'), 10));
		}

	}

}
