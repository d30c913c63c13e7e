package org.chaosspring.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.chaosspring.brokers.EmbeddedKafkaCluster;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.TopicPartition;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * A Spring Boot application on Kafka, with a topic of its own.
 */
final class KafkaClient implements Client {

	private static final String LISTENER = "inbox";

	private static final String PADDING = "x".repeat(80);

	private final String topic;

	private final ConfigurableApplicationContext context;

	private final KafkaTemplate<String, String> template;

	private final MessageListenerContainer container;

	@SuppressWarnings("unchecked")
	KafkaClient(EmbeddedKafkaCluster cluster, Mode mode) {
		this.topic = mode.name();
		cluster.createTopic(this.topic, 1, 1);
		List<String> properties = new ArrayList<>(mode.properties());
		properties.add("spring.kafka.bootstrap-servers=" + cluster.bootstrapServers());
		properties.add("spring.kafka.consumer.group-id=" + this.topic);
		properties.add("spring.kafka.consumer.auto-offset-reset=earliest");
		properties.add("benchmark.topic=" + this.topic);
		properties.add("logging.level.root=warn");
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties(properties.toArray(String[]::new))
			.run();
		this.template = this.context.getBean(KafkaTemplate.class);
		this.container = Objects
			.requireNonNull(this.context.getBean(KafkaListenerEndpointRegistry.class).getListenerContainer(LISTENER));
	}

	@SuppressWarnings("FutureReturnValueIgnored") // a failure leaves the sender waiting,
													// which fails the trial
	@Override
	public void send(long sentAt, Runnable onAcknowledged) {
		this.template.send(this.topic, "key", sentAt + ";" + PADDING).whenComplete((sent, failure) -> {
			if (failure == null) {
				onAcknowledged.run();
			}
		});
	}

	@Override
	public void listenInto(Inbox inbox) {
		this.context.getBean(Application.class).inbox = inbox;
	}

	@Override
	public void startListening() {
		this.container.start();
	}

	@Override
	public void stopListening() {
		this.container.stop();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private volatile Inbox inbox = new Inbox(0);

		@KafkaListener(id = LISTENER, idIsGroup = false, autoStartup = "false",
				topicPartitions = @TopicPartition(topic = "${benchmark.topic}", partitions = "0"))
		void listen(String content) {
			this.inbox.add(Long.parseLong(content, 0, content.indexOf(';'), 10));
		}

	}

}
