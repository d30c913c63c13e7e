package org.chaosspring.soak;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.chaosspring.autoconfigure.ChaosAutoConfiguration;
import org.chaosspring.autoconfigure.KafkaChaosAutoConfiguration;
import org.chaosspring.autoconfigure.RabbitChaosAutoConfiguration;
import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.chaosspring.brokers.PrivateRabbitMq;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosListener;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Effect;
import org.chaosspring.safety.HaltCondition;
import org.chaosspring.safety.Halts;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/**
 * An application that sends messages with ids to both brokers, receives them, and keeps a
 * ledger of each broker.
 */
final class SoakApplication implements AutoCloseable {

	static final String TOPIC = "soak";

	private static final String ID = "message-id";

	private final ConfigurableApplicationContext context;

	private final AtomicLong ids = new AtomicLong();

	private SoakApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static SoakApplication start(EmbeddedKafkaCluster kafka, PrivateRabbitMq rabbit) {
		kafka.createTopic(TOPIC, 3, 3);
		return new SoakApplication(new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties("logging.level.root=off", "logging.level.soak=info",
					"spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
					"spring.kafka.consumer.group-id=" + TOPIC, "spring.kafka.consumer.auto-offset-reset=earliest",
					"spring.kafka.consumer.value-deserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer",
					"spring.kafka.producer.value-serializer=org.apache.kafka.common.serialization.ByteArraySerializer",
					"spring.kafka.producer.properties.max.block.ms=2000",
					"spring.kafka.producer.properties.request.timeout.ms=5000",
					"spring.kafka.producer.properties.delivery.timeout.ms=15000", "spring.kafka.listener.concurrency=3",
					"spring.rabbitmq.host=" + rabbit.host(), "spring.rabbitmq.port=" + rabbit.port(),
					"spring.rabbitmq.username=" + rabbit.username(), "spring.rabbitmq.password=" + rabbit.password(),
					"spring.rabbitmq.publisher-confirm-type=correlated", "chaos.messaging.safety.halts.interval=100ms")
			.run());
	}

	ConfigurableChaosMiddleware chaos() {
		return this.context.getBean(ConfigurableChaosMiddleware.class);
	}

	Halts halts() {
		return this.context.getBean(Halts.class);
	}

	Sickness sickness() {
		return this.context.getBean(Sickness.class);
	}

	Ledgers ledgers() {
		return this.context.getBean(Ledgers.class);
	}

	@SuppressWarnings({ "unchecked", "FutureReturnValueIgnored" })
	void sendToKafka() {
		String id = "k" + this.ids.incrementAndGet();
		SoakLedger ledger = ledgers().kafka;
		ledger.sent(id);
		ProducerRecord<String, byte[]> record = new ProducerRecord<>(TOPIC, id, bytes(id));
		record.headers().add(ID, bytes(id));
		try {
			this.context.getBean(KafkaTemplate.class).send(record).whenComplete((result, failure) -> {
				if (failure != null) {
					ledger.refused(id);
				}
				else {
					ledger.acknowledged(id);
				}
			});
		}
		catch (RuntimeException ex) {
			ledger.refused(id);
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	void sendToRabbit() {
		String id = "r" + this.ids.incrementAndGet();
		SoakLedger ledger = ledgers().rabbit;
		ledger.sent(id);
		CorrelationData correlation = new CorrelationData(id);
		correlation.getFuture().whenComplete((confirm, failure) -> {
			if (failure == null && confirm.ack()) {
				ledger.acknowledged(id);
			}
			else {
				ledger.refused(id);
			}
		});
		try {
			Message message = MessageBuilder.withBody(bytes(id)).setMessageId(id).build();
			this.context.getBean(RabbitTemplate.class).send("", TOPIC, message, correlation);
		}
		catch (RuntimeException ex) {
			ledger.refused(id);
		}
	}

	private static byte[] bytes(String id) {
		return id.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Keeps the ledgers, and takes note of what chaos says that it did.
	 */
	static final class Ledgers implements ChaosListener {

		final SoakLedger kafka = new SoakLedger();

		final SoakLedger rabbit = new SoakLedger();

		final Map<String, Integer> faults = new ConcurrentHashMap<>();

		final Map<String, Integer> errors = new ConcurrentHashMap<>();

		@Override
		public void onEvent(ChaosEvent event) {
			if (event instanceof ChaosEvent.FaultInjected fault) {
				this.faults.merge(fault.behavior(), 1, Integer::sum);
				SoakLedger ledger = "kafka".equals(fault.point().broker()) ? this.kafka : this.rabbit;
				String id = fault.identity().replaceFirst("^id:", "");
				ledger.met(id, fault.behavior() + " (" + fault.point().direction() + ")");
				if (fault.effect() instanceof Effect.Loss) {
					ledger.lostByChaos(id);
				}
			}
			else if (event instanceof ChaosEvent.InjectionFailed failure) {
				this.errors.merge(failure.cause().toString(), 1, Integer::sum);
			}
		}

	}

	/**
	 * Halts chaos when it is told to.
	 */
	static final class Sickness implements HaltCondition {

		volatile boolean sick;

		@Override
		public String name() {
			return "sickness";
		}

		@Override
		public @Nullable String check() {
			return this.sick ? "the application is sick" : null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ChaosAutoConfiguration.class, KafkaChaosAutoConfiguration.class,
			RabbitChaosAutoConfiguration.class, KafkaAutoConfiguration.class, RabbitAutoConfiguration.class })
	static class Application {

		@Bean
		Ledgers ledgers() {
			return new Ledgers();
		}

		@Bean
		Sickness sickness() {
			return new Sickness();
		}

		@Bean
		Listeners listeners(Ledgers ledgers) {
			return new Listeners(ledgers);
		}

		@Bean
		CommonErrorHandler errorHandler(Ledgers ledgers) {
			return new DefaultErrorHandler((record, failure) -> ledgers.kafka.givenUp(Listeners.id(record)),
					new FixedBackOff(10, 3));
		}

		@Bean
		Queue queue() {
			return QueueBuilder.durable(TOPIC).deadLetterExchange("").deadLetterRoutingKey(TOPIC + "-dead").build();
		}

		@Bean
		Queue deadLetters() {
			return QueueBuilder.durable(TOPIC + "-dead").build();
		}

	}

	/**
	 * Enter in the ledgers what arrives.
	 */
	static final class Listeners {

		private final Ledgers ledgers;

		Listeners(Ledgers ledgers) {
			this.ledgers = ledgers;
		}

		@KafkaListener(topics = TOPIC)
		void listen(ConsumerRecord<String, byte[]> record) {
			this.ledgers.kafka.delivered(id(record));
		}

		@RabbitListener(queues = TOPIC)
		void listen(Message message) {
			this.ledgers.rabbit.delivered(message.getMessageProperties().getMessageId());
		}

		@RabbitListener(queues = TOPIC + "-dead")
		void listenToDeadLetters(Message message) {
			this.ledgers.rabbit.givenUp(message.getMessageProperties().getMessageId());
		}

		static String id(ConsumerRecord<?, ?> record) {
			return new String(record.headers().lastHeader(ID).value(), StandardCharsets.UTF_8);
		}

	}

}
