package org.chaosspring.rabbit;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import com.rabbitmq.client.ShutdownSignalException;
import org.chaosspring.brokers.PrivateRabbitMq;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.rabbit.RabbitListening.Plain;
import org.chaosspring.rabbit.RabbitListening.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.amqp.AmqpConnectException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.transaction.RabbitTransactionManager;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for brokers that are out of reach, on the way to RabbitMQ and from it.
 */
@NeedsRabbitMq
class RabbitOutageTests {

	private static final String PARTITION = "network-partition";

	private static final String FAILURE = "broker-failure";

	private String queue;

	private RabbitApplication application;

	@BeforeEach
	void declareQueue() {
		this.queue = RabbitQueues.declare("outage");
	}

	@AfterEach
	void stop() {
		this.application.chaos().disable();
		assertThat(this.application.failed()).isEmpty();
		this.application.close();
	}

	private void start(Class<?> configuration, String... properties) {
		this.application = RabbitApplication.startOn(this.queue, List.of(configuration), properties);
	}

	private void send(String text) {
		this.application.template().convertAndSend("", this.queue, text);
	}

	private void assertSendsAreRefused() {
		assertThatExceptionOfType(AmqpConnectException.class).isThrownBy(() -> send("refused"))
			.withCauseInstanceOf(ConnectException.class)
			.withMessage("java.net.ConnectException: Connection refused");
	}

	private Received received() {
		return this.application.bean(Received.class);
	}

	private void awaitReceived(String... texts) {
		await().untilAsserted(() -> assertThat(received().texts()).contains(texts));
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "simple", "correlated" })
	void aPartitionRefusesSendsUntilItIsLifted(String confirms) {
		start(Sending.class, "spring.rabbitmq.publisher-confirm-type=" + confirms);
		send("before");
		this.application.impose(PARTITION, Map.of());
		assertSendsAreRefused();
		assertSendsAreRefused();
		this.application.chaos().liftCondition(PARTITION);
		send("after");
		await().until(() -> RabbitQueues.ready(this.queue) == 2);
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactly("before", "after");
		assertThat(this.application.injected()).hasSize(2).extracting(FaultInjected::behavior).containsOnly(PARTITION);
	}

	@Test
	void aPartitionBreaksTheConnectionOff() {
		start(Sending.class);
		send("before");
		Queue<ShutdownSignalException> signals = new ConcurrentLinkedQueue<>();
		this.application.bean(CachingConnectionFactory.class).addConnectionListener(new ConnectionListener() {

			@Override
			public void onCreate(Connection connection) {
			}

			@Override
			public void onShutDown(ShutdownSignalException signal) {
				signals.add(signal);
			}

		});
		this.application.impose(PARTITION, Map.of());
		await().untilAsserted(() -> assertThat(signals).isNotEmpty());
		assertThat(signals.peek().isHardError()).isTrue();
		assertThat(signals.peek().isInitiatedByApplication()).isFalse();
		assertSendsAreRefused();
	}

	@Test
	void aPartitionThatIsThereFromTheStartIsOverWithDisable() {
		start(Sending.class, "chaos.messaging.enabled=true",
				"chaos.messaging.conditions.network-partition.evict=false");
		assertSendsAreRefused();
		this.application.chaos().disable();
		send("after");
		await().until(() -> RabbitQueues.ready(this.queue) == 1);
	}

	@Test
	void aBrokerThatFailsIsKnownByItsAddress() {
		start(Sending.class);
		PrivateRabbitMq broker = RabbitBroker.broker();
		send("one");
		this.application.impose(FAILURE, Map.of("broker", "elsewhere:" + broker.port() + ",localhost:1"));
		send("two");
		this.application.impose(FAILURE, Map.of("broker", broker.host() + ":" + broker.port()));
		assertSendsAreRefused();
		this.application.impose(FAILURE, Map.of("broker", "127.0.0.1:" + broker.port()));
		assertSendsAreRefused();
		this.application.chaos().liftCondition(FAILURE);
		send("three");
		await().until(() -> RabbitQueues.ready(this.queue) == 3);
		assertThat(this.application.injected()).hasSize(2).extracting(FaultInjected::behavior).containsOnly(FAILURE);
	}

	@Test
	void onlyTheTemplateThatIsMeantIsCutOff() {
		start(Sending.class);
		this.application.impose(PARTITION, Map.of("groups", "rabbitTemplate"));
		this.application.bean("otherTemplate", RabbitTemplate.class).convertAndSend("", this.queue, "other");
		assertSendsAreRefused();
		this.application.impose(PARTITION, Map.of("groups", this.queue));
		assertSendsAreRefused();
		this.application.template().convertAndSend("amq.fanout", "", "to another destination");
		await().until(() -> RabbitQueues.ready(this.queue) == 1);
		assertThat(this.application.injected()).hasSize(2);
	}

	@Test
	void aTransactionThatIsCutOffDoesNotCommit() {
		start(Transacted.class);
		TransactionTemplate transaction = new TransactionTemplate(
				this.application.bean(RabbitTransactionManager.class));
		this.application.impose(PARTITION, Map.of("groups", "nobody"));
		com.rabbitmq.client.Connection client = this.application.bean(CachingConnectionFactory.class)
			.createConnection()
			.getDelegate();
		assertThatRuntimeException().isThrownBy(() -> transaction.executeWithoutResult((status) -> {
			send("before");
			this.application.impose(PARTITION, Map.of());
			await().until(() -> !client.isOpen());
			assertThatExceptionOfType(AmqpException.class).isThrownBy(() -> send("during"));
		}));
		this.application.chaos().liftCondition(PARTITION);
		transaction.executeWithoutResult((status) -> send("after"));
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactly("after");
	}

	@ParameterizedTest
	@ValueSource(strings = { "simple", "direct" })
	void whatAListenerHadNotAcknowledgedComesAgainAfterAPartition(String container) {
		start(Waiting.class, "spring.rabbitmq.listener.type=" + container);
		RabbitQueues.publish(this.queue, numbers().toArray(String[]::new));
		await().until(() -> received().texts().size() == 1);
		this.application.impose(PARTITION, Map.of());
		await().until(() -> RabbitQueues.ready(this.queue) == 5);
		this.application.bean(Waiting.class).mayGoOn.countDown();
		await().until(() -> !this.application.injected().isEmpty());
		assertThat(RabbitQueues.ready(this.queue)).isEqualTo(5);
		this.application.chaos().liftCondition(PARTITION);
		await().until(() -> received().redelivered().stream().filter((again) -> again).count() == 5);
		assertThat(received().messages()).filteredOn((message) -> message.getMessageProperties().isRedelivered())
			.extracting((message) -> new String(message.getBody(), StandardCharsets.UTF_8))
			.containsExactlyElementsOf(numbers());
		await().until(() -> RabbitQueues.ready(this.queue) == 0);
		assertThat(this.application.injected()).extracting((fault) -> fault.point().toString())
			.containsOnly("rabbit:consume:listener");
	}

	@ParameterizedTest
	@ValueSource(strings = { "simple", "direct" })
	void aListenerAloneCanBeCutOff(String container) {
		start(Waiting.class, "spring.rabbitmq.listener.type=" + container);
		Connection connection = this.application.bean(CachingConnectionFactory.class).createConnection();
		com.rabbitmq.client.Connection client = connection.getDelegate();
		RabbitQueues.publish(this.queue, numbers().toArray(String[]::new));
		await().until(() -> received().texts().size() == 1);
		this.application.impose(PARTITION, Map.of("direction", "consume"));
		await().until(() -> RabbitQueues.ready(this.queue) == 5);
		this.application.bean(Waiting.class).mayGoOn.countDown();
		send("sent meanwhile");
		await().until(() -> RabbitQueues.ready(this.queue) == 6);
		assertThat(client.isOpen()).isTrue();
		this.application.chaos().disable();
		awaitReceived("sent meanwhile");
		assertThat(received().redelivered().stream().filter((again) -> again).count()).isEqualTo(5);
		await().until(() -> RabbitQueues.ready(this.queue) == 0);
	}

	@Test
	void aListenerThatStartsDuringAPartitionWaitsForItsEnd() {
		start(Plain.class);
		RabbitQueues.publish(this.queue, "one");
		this.application.impose(PARTITION, Map.of());
		AbstractMessageListenerContainer container = (AbstractMessageListenerContainer) this.application
			.container("listener");
		new Thread(container::start).start();
		await().until(() -> this.application.injected().size() > 1);
		assertThat(received().texts()).isEmpty();
		this.application.chaos().liftCondition(PARTITION);
		awaitReceived("one");
	}

	private static List<String> numbers() {
		return IntStream.range(0, 5).mapToObj(Integer::toString).toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class Sending {

		@Bean
		RabbitTemplate rabbitTemplate(ConnectionFactory factory) {
			return new RabbitTemplate(factory);
		}

		@Bean(defaultCandidate = false)
		RabbitTemplate otherTemplate(ConnectionFactory factory) {
			return new RabbitTemplate(factory);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Transacted {

		@Bean
		RabbitTemplate rabbitTemplate(ConnectionFactory factory) {
			RabbitTemplate template = new RabbitTemplate(factory);
			template.setChannelTransacted(true);
			return template;
		}

		@Bean
		RabbitTransactionManager transactionManager(ConnectionFactory factory) {
			return new RabbitTransactionManager(factory);
		}

	}

	/**
	 * Holds the first message until it may go on.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Waiting {

		@Autowired
		private Received received;

		private final CountDownLatch mayGoOn = new CountDownLatch(1);

		@RabbitListener(id = "listener", queues = "${queue}")
		void listen(Message message) throws InterruptedException {
			this.received.add(message);
			this.mayGoOn.await();
		}

	}

}
