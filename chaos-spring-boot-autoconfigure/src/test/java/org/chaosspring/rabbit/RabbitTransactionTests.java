package org.chaosspring.rabbit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.transaction.RabbitTransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for sends in transactions of all kinds: under RabbitMQ's own transaction manager,
 * and bound to one that knows nothing of RabbitMQ.
 */
@NeedsRabbitMq
@ParameterizedClass(name = "{0}")
@MethodSource("managers")
class RabbitTransactionTests {

	private final Class<?> configuration;

	private String queue;

	private RabbitApplication application;

	private TransactionTemplate transaction;

	RabbitTransactionTests(Class<?> configuration) {
		this.configuration = configuration;
	}

	static Stream<Arguments> managers() {
		return Stream.of(Arguments.of(OwnManager.class), Arguments.of(OtherManager.class));
	}

	@BeforeEach
	void start() {
		this.queue = RabbitQueues.declare("transaction");
		this.application = RabbitApplication.start(List.of(Sending.class, this.configuration));
		this.transaction = this.application.bean(TransactionTemplate.class);
	}

	@AfterEach
	void stop() {
		this.application.chaos().disable();
		assertThat(this.application.failed()).isEmpty();
		assertThat(this.application.chaos().held()).isZero();
		this.application.close();
	}

	private void send(String text) {
		this.application.template().convertAndSend("", this.queue, text);
	}

	private void inTransaction(Runnable action) {
		this.transaction.executeWithoutResult((status) -> action.run());
	}

	private void rolledBack(Runnable action) {
		assertThatIllegalStateException().isThrownBy(() -> inTransaction(() -> {
			action.run();
			throw new IllegalStateException("roll back");
		})).withMessage("roll back");
	}

	private List<String> queued() {
		return RabbitQueues.drainTexts(this.queue);
	}

	@Test
	void whileOffATransactionIsCommittedOrRolledBack() {
		inTransaction(() -> send("kept"));
		rolledBack(() -> send("dropped"));
		assertThat(queued()).containsExactly("kept");
	}

	@Test
	void heldMessagesLeaveBeforeCommit() {
		this.application.always("network-delay", Map.of("delay", "1h"));
		inTransaction(() -> {
			send("one");
			send("two");
			assertThat(this.application.chaos().held()).isEqualTo(2);
		});
		assertThat(queued()).containsExactly("one", "two");
	}

	@Test
	void heldMessagesAreDroppedOnRollback() {
		this.application.always("network-delay", Map.of("delay", "1h"));
		rolledBack(() -> send("dropped"));
		assertThat(this.application.chaos().held()).isZero();
		assertThat(queued()).isEmpty();
	}

	@Test
	void messagesThatLeaveEarlyAreStillDroppedOnRollback() {
		this.application.always("network-delay", Map.of("delay", "1h"));
		rolledBack(() -> {
			send("dropped");
			this.application.chaos().disable();
		});
		assertThat(queued()).isEmpty();
	}

	@Test
	void reorderedMessagesAllLeaveBeforeCommit() {
		this.application.always("reordering", Map.of("window", 10, "max-hold", "1h"));
		inTransaction(() -> Stream.of("1", "2", "3", "4").forEach(this::send));
		assertThat(queued()).containsExactlyInAnyOrder("1", "2", "3", "4").isNotEqualTo(List.of("1", "2", "3", "4"));
	}

	@Test
	void nothingIsLostInATransaction() {
		this.application.always("message-loss", Map.of());
		inTransaction(() -> send("kept"));
		assertThat(queued()).containsExactly("kept");
		assertThat(this.application.injected()).isEmpty();
	}

	@Test
	void messagesAreLostInATransactionIfThatIsAllowed() {
		this.application.always("message-loss", Map.of("allow-in-transactions", true));
		inTransaction(() -> send("lost"));
		assertThat(queued()).isEmpty();
		assertThat(this.application.injected()).hasSize(1);
	}

	@Test
	void copiesBelongToTheTransaction() {
		this.application.always("duplication", Map.of());
		inTransaction(() -> send("twice"));
		rolledBack(() -> send("dropped"));
		assertThat(queued()).containsExactly("twice", "twice");
	}

	@Test
	void damagedMessagesBelongToTheTransaction() {
		this.application.always("corruption", Map.of("mode", "truncate"));
		inTransaction(() -> send("four"));
		rolledBack(() -> send("dropped"));
		assertThat(queued()).containsExactly("fou");
	}

	@Test
	void templatesInOneTransactionAreTargetedApart() {
		this.application.always("duplication", Map.of(), "otherTemplate");
		inTransaction(() -> {
			send("one");
			this.application.bean("otherTemplate", RabbitTemplate.class).convertAndSend("", this.queue, "two");
		});
		assertThat(queued()).containsExactly("one", "two", "two");
		assertThat(this.application.injected()).extracting((fault) -> fault.point().name())
			.containsExactly("otherTemplate");
	}

	@Test
	void aTransactionOfTheTemplateAloneIsCommittedWithTheMessage() {
		this.application.always("network-delay", Map.of("delay", "1h"));
		send("one");
		assertThat(queued()).containsExactly("one");
		assertThat(this.application.injected()).extracting(FaultInjected::behavior).containsExactly("network-delay");
	}

	@Test
	void aTransactionThatBeganWhileChaosWasOffPassesUntouched() {
		inTransaction(() -> {
			send("one");
			this.application.always("duplication", Map.of());
			send("two");
		});
		assertThat(queued()).containsExactly("one", "two");
		assertThat(this.application.injected()).isEmpty();
	}

	@Test
	void aRestartLosesTheOpenTransactionAsAWhole() {
		List<Exception> failures = new ArrayList<>();
		this.application.always("service-restart", Map.of("downtime", "1ms"), "somebody-else");
		try {
			inTransaction(() -> {
				send("before");
				this.application.chaos().removeTargetGroup("somebody-else");
				send("after");
			});
		}
		catch (RuntimeException ex) {
			failures.add(ex);
		}
		this.application.chaos().disable();
		assertThat(queued()).isEmpty();
		assertThat(failures).hasSize(1);
		inTransaction(() -> send("again"));
		assertThat(queued()).containsExactly("again");
	}

	@Configuration(proxyBeanMethods = false)
	static class Sending {

		@Bean
		RabbitTemplate rabbitTemplate(ConnectionFactory factory) {
			return transacted(factory);
		}

		@Bean
		RabbitTemplate otherTemplate(ConnectionFactory factory) {
			return transacted(factory);
		}

		@Bean
		TransactionTemplate transactionTemplate(AbstractPlatformTransactionManager manager) {
			return new TransactionTemplate(manager);
		}

		private static RabbitTemplate transacted(ConnectionFactory factory) {
			RabbitTemplate template = new RabbitTemplate(factory);
			template.setChannelTransacted(true);
			return template;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager {

		@Bean
		RabbitTransactionManager transactionManager(ObjectProvider<ConnectionFactory> factory) {
			return new RabbitTransactionManager(factory.getObject());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherManager {

		@Bean
		AbstractPlatformTransactionManager transactionManager() {
			return new AbstractPlatformTransactionManager() {

				@Override
				protected Object doGetTransaction() {
					return new Object();
				}

				@Override
				protected void doBegin(Object transaction, TransactionDefinition definition) {
				}

				@Override
				protected void doCommit(DefaultTransactionStatus status) {
				}

				@Override
				protected void doRollback(DefaultTransactionStatus status) {
				}

			};
		}

	}

}
