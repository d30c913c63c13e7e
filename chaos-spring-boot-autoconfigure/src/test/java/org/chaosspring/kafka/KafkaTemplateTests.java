package org.chaosspring.kafka;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.RoutingKafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.requestreply.KafkaReplyTimeoutException;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that every kind of template passes the seam, and stays what it is.
 */
@ExtendWith(KafkaBroker.class)
class KafkaTemplateTests {

	private static KafkaApplication application;

	private String topic;

	private int faultsBefore;

	@BeforeAll
	static void start() {
		KafkaBroker.cluster().createTopic("template-requests", 1, 1);
		KafkaBroker.cluster().createTopic("template-replies", 1, 1);
		application = KafkaApplication.start(List.of(Templates.class));
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void createTopic(TestInfo test) {
		this.topic = KafkaApplication.newTopic("template-" + test.getTestMethod().orElseThrow().getName(), 1);
		this.faultsBefore = application.faults().injected().size();
	}

	@AfterEach
	void disable() {
		application.chaos().disable();
		assertThat(application.faults().failed()).isEmpty();
	}

	private void assertHit(String... groups) {
		assertThat(application.faults().injected().stream().skip(this.faultsBefore))
			.extracting((fault) -> fault.group())
			.containsExactly(groups);
	}

	@Test
	void typedTemplatesAreInjectedAsWhatTheyAre() {
		assertThat(application.bean(Injected.class).template).isSameAs(application.bean("first", KafkaTemplate.class));
		assertThat(application.bean(Injected.class).template.getClass()).isSameAs(KafkaTemplate.class);
	}

	@Test
	void templatesThatShareAFactoryAreTargetsOfTheirOwn() {
		application.always("message-loss", Map.of(), "first");
		template("first").send(this.topic, "first").join();
		template("second").send(this.topic, "second").join();
		assertThat(KafkaApplication.values(this.topic)).containsExactly("second");
		assertHit("first");
	}

	@Test
	void theApplicationsOwnInterceptorStaysInForce() {
		template("second").send(this.topic, "second").join();
		assertThat(application.bean(CountingInterceptor.class).sent).hasPositiveValue();
	}

	@Test
	void templatesWithOverridesAreHitAndKeepTheirSerializer() {
		KafkaTemplate<Object, Object> overriding = template("overriding");
		overriding.send(this.topic, 42).join();
		application.always("corruption", Map.of("mode", "truncate"), "overriding");
		overriding.send(this.topic, 42).join();
		assertThat(KafkaApplication.records(this.topic)).extracting((record) -> record.value().length)
			.containsExactly(4, 3);
		assertHit("overriding");
	}

	@SuppressWarnings("unchecked")
	private static KafkaTemplate<Object, Object> template(String name) {
		return application.bean(name, KafkaTemplate.class);
	}

	@Test
	void routingTemplatesAreHitUnderTheNamesOfTheirFactories() {
		RoutingKafkaTemplate routing = application.bean(RoutingKafkaTemplate.class);
		application.always("duplication", Map.of());
		routing.send(this.topic, new byte[] { 1 }).join();
		application.chaos().disable();
		routing.send(this.topic, new byte[] { 2 }).join();
		assertThat(KafkaApplication.records(this.topic)).extracting((record) -> record.value()[0])
			.containsExactly((byte) 1, (byte) 1, (byte) 2);
		assertHit("bytesFactory");
	}

	@Test
	void factoriesUsedDirectlyAreHit() throws Exception {
		application.always("duplication", Map.of(), "bytesFactory");
		try (Producer<Object, Object> producer = bytesFactory().createProducer()) {
			producer.send(new ProducerRecord<>(this.topic, new byte[] { 1 })).get();
			producer.flush();
		}
		assertThat(KafkaApplication.records(this.topic)).hasSize(2);
		assertHit("bytesFactory");
	}

	@SuppressWarnings("unchecked")
	private static ProducerFactory<Object, Object> bytesFactory() {
		return application.bean("bytesFactory", ProducerFactory.class);
	}

	@Test
	void sendsWithinExecuteAreHit() {
		application.always("message-loss", Map.of());
		KafkaOperations<String, String> first = application.bean(Injected.class).template;
		RecordMetadata metadata = first.execute((producer) -> {
			try {
				return producer.send(new ProducerRecord<>(this.topic, "lost")).get();
			}
			catch (ExecutionException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		assertThat(metadata.hasOffset()).isFalse();
		assertThat(KafkaApplication.records(this.topic)).isEmpty();
	}

	@Test
	void aLostRequestLooksLikeAReplyTimeout() throws Exception {
		ReplyingKafkaTemplate<String, String, String> replying = application.bean(Injected.class).replying;
		assertThat(replying.waitForAssignment(Duration.ofSeconds(10))).isTrue();
		assertThat(replying.sendAndReceive(new ProducerRecord<>("template-requests", "hello"), Duration.ofSeconds(10))
			.get()
			.value()).isEqualTo("HELLO");
		application.always("message-loss", Map.of(), "template-requests");
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> replying
				.sendAndReceive(new ProducerRecord<>("template-requests", "lost"), Duration.ofMillis(500))
				.get())
			.withCauseInstanceOf(KafkaReplyTimeoutException.class);
	}

	static final class CountingInterceptor implements ProducerInterceptor<String, String> {

		private final AtomicInteger sent = new AtomicInteger();

		@Override
		public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
			this.sent.incrementAndGet();
			return record;
		}

		@Override
		public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
		}

		@Override
		public void close() {
		}

		@Override
		public void configure(Map<String, ?> configs) {
		}

	}

	static final class Injected {

		private final KafkaTemplate<String, String> template;

		private final ReplyingKafkaTemplate<String, String, String> replying;

		@Autowired
		Injected(KafkaTemplate<String, String> first, ReplyingKafkaTemplate<String, String, String> replying) {
			this.template = first;
			this.replying = replying;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ CountingInterceptor.class, Injected.class })
	static class Templates {

		@Bean
		ProducerFactory<Object, Object> stringFactory() {
			return new DefaultKafkaProducerFactory<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
					KafkaApplication.bootstrapServers(), ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
					StringSerializer.class, ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class));
		}

		@Bean
		@SuppressWarnings({ "unchecked", "rawtypes" })
		ProducerFactory<Object, Object> bytesFactory() {
			return new DefaultKafkaProducerFactory<>(
					Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, KafkaApplication.bootstrapServers()),
					(Serializer) new ByteArraySerializer(), (Serializer) new ByteArraySerializer());
		}

		@Bean
		@SuppressWarnings({ "unchecked", "rawtypes" })
		KafkaTemplate<String, String> first(ProducerFactory<Object, Object> stringFactory) {
			return new KafkaTemplate<>((ProducerFactory) stringFactory);
		}

		@Bean
		@SuppressWarnings({ "unchecked", "rawtypes" })
		KafkaTemplate<String, String> second(ProducerFactory<Object, Object> stringFactory,
				CountingInterceptor interceptor) {
			KafkaTemplate<String, String> template = new KafkaTemplate<>((ProducerFactory) stringFactory);
			template.setProducerInterceptor(interceptor);
			return template;
		}

		@Bean
		KafkaTemplate<Object, Object> overriding(ProducerFactory<Object, Object> stringFactory) {
			return new KafkaTemplate<>(stringFactory,
					Map.of(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, IntegerSerializer.class));
		}

		@Bean
		RoutingKafkaTemplate routing(ProducerFactory<Object, Object> bytesFactory) {
			Map<Pattern, ProducerFactory<Object, Object>> factories = new LinkedHashMap<>();
			factories.put(Pattern.compile(".*"), bytesFactory);
			return new RoutingKafkaTemplate(factories);
		}

		@Bean
		@SuppressWarnings({ "unchecked", "rawtypes" })
		ReplyingKafkaTemplate<String, String, String> replying(ProducerFactory<Object, Object> stringFactory,
				ConcurrentKafkaListenerContainerFactory<String, String> containers) {
			ConcurrentMessageListenerContainer<String, String> replies = containers.createContainer("template-replies");
			replies.getContainerProperties().setGroupId("template-replies");
			return new ReplyingKafkaTemplate<>((ProducerFactory) stringFactory, replies);
		}

		@Bean
		Echo echo(@Qualifier("second") KafkaTemplate<String, String> second) {
			return new Echo(second);
		}

	}

	static class Echo {

		private final KafkaTemplate<String, String> template;

		Echo(KafkaTemplate<String, String> template) {
			this.template = template;
		}

		@KafkaListener(id = "echo", topics = "template-requests")
		void echo(ConsumerRecord<String, String> request) {
			ProducerRecord<String, String> reply = new ProducerRecord<>("template-replies",
					request.value().toUpperCase(Locale.ROOT));
			reply.headers().add(request.headers().lastHeader(KafkaHeaders.CORRELATION_ID));
			this.template.send(reply).join();
		}

	}

}
