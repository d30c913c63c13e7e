package org.chaosspring.benchmarks.endtoend;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import org.chaosspring.brokers.PrivateRabbitMq;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A Spring Boot application on RabbitMQ, with confirms and a queue of its own.
 */
final class RabbitClient implements Client {

	private static final String PADDING = "x".repeat(80);

	private final String queue;

	private final ConfigurableApplicationContext context;

	private final RabbitTemplate template;

	private final Connection supply;

	RabbitClient(PrivateRabbitMq broker, Mode mode, String queue) {
		this.queue = queue;
		List<String> properties = new ArrayList<>(mode.properties());
		properties.add("spring.rabbitmq.addresses=" + broker.address());
		properties.add("spring.rabbitmq.publisher-confirm-type=correlated");
		properties.add("benchmark.queue=" + this.queue);
		properties.add("logging.level.root=warn");
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties(properties.toArray(String[]::new))
			.run();
		this.template = this.context.getBean(RabbitTemplate.class);
		this.supply = connect(broker);
	}

	@SuppressWarnings("FutureReturnValueIgnored") // a failure leaves the sender waiting,
													// which fails the trial
	@Override
	public void send(long sentAt, Runnable onAcknowledged) {
		CorrelationData correlation = new CorrelationData();
		correlation.getFuture().thenAccept((confirm) -> {
			if (confirm.ack()) {
				onAcknowledged.run();
			}
		});
		this.template.convertAndSend("", this.queue, sentAt + ";" + PADDING, RabbitClient::makeTransient, correlation);
	}

	private static Connection connect(PrivateRabbitMq broker) {
		try {
			ConnectionFactory factory = new ConnectionFactory();
			factory.setUri(broker.address());
			return factory.newConnection();
		}
		catch (GeneralSecurityException | IOException | TimeoutException | URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void fill(int messages) {
		try (Channel channel = this.supply.createChannel()) {
			for (int i = 0; i < messages; i++) {
				channel.basicPublish("", this.queue, MessageProperties.TEXT_PLAIN,
						(System.nanoTime() + ";" + PADDING).getBytes(StandardCharsets.UTF_8));
			}
			// The answer comes after all of them.
			channel.messageCount(this.queue);
		}
		catch (IOException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Have a message not written to the disk, whose whims would be all that is measured.
	 */
	private static Message makeTransient(Message message) {
		message.getMessageProperties().setDeliveryMode(MessageDeliveryMode.NON_PERSISTENT);
		return message;
	}

	@Override
	public Inbox inbox() {
		return this.context.getBean(Application.class).inbox;
	}

	@Override
	public ConfigurableApplicationContext context() {
		return this.context;
	}

	@Override
	public void close() {
		this.supply.abort();
		Client.super.close();
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final Inbox inbox = new Inbox();

		@Bean
		Queue queue(@Value("${benchmark.queue}") String name) {
			return new Queue(name);
		}

		@RabbitListener(queues = "${benchmark.queue}")
		void listen(String content) throws InterruptedException {
			this.inbox.add(Long.parseLong(content, 0, content.indexOf(';'), 10));
		}

	}

}
