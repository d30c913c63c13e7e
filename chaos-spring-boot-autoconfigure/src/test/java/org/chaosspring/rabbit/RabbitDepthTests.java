package org.chaosspring.rabbit;

import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.chaosspring.autoconfigure.ChaosBacklogAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.amqp.core.Queue;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RabbitDepth}, as a meter of an application.
 */
@NeedsRabbitMq
class RabbitDepthTests {

	private final String queue = RabbitQueues.declare("depth");

	@Test
	void theDepthIsWhatIsReadyInTheQueueOfAListener() {
		RabbitQueues.publish(this.queue, "1", "2", "3");
		try (RabbitApplication application = start("chaos.messaging.backlog-interval=100ms")) {
			await().until(() -> Double.valueOf(3).equals(depth(application, this.queue)));
			application.container("listener").start();
			await().until(() -> Double.valueOf(0).equals(depth(application, this.queue)));
		}
	}

	@Test
	void declaredQueuesAreMeasuredAsSoonAsTheyExist() {
		try (RabbitApplication application = start("chaos.messaging.backlog-interval=100ms")) {
			await().until(() -> Double.valueOf(0).equals(depth(application, this.queue)));
			assertThat(depth(application, Metered.DECLARED)).isNull();
			application.template()
				.execute((channel) -> channel.queueDeclare(Metered.DECLARED, false, false, true, null));
			await().until(() -> Double.valueOf(0).equals(depth(application, Metered.DECLARED)));
		}
	}

	@Test
	void withoutAnIntervalRabbitMqIsNotAsked() {
		try (RabbitApplication application = start()) {
			assertThat(application.bean(MeterRegistry.class).find("chaos.queue.depth").meters()).isEmpty();
		}
	}

	private RabbitApplication start(String... properties) {
		return RabbitApplication.startOn(this.queue, List.of(RabbitListening.Plain.class, Metered.class), properties);
	}

	private static @Nullable Double depth(RabbitApplication application, String queue) {
		Gauge gauge = application.bean(MeterRegistry.class).find("chaos.queue.depth").tags("queue", queue).gauge();
		return (gauge != null) ? gauge.value() : null;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MetricsAutoConfiguration.class, ChaosBacklogAutoConfiguration.class })
	static class Metered {

		private static final String DECLARED = "declared-" + ProcessHandle.current().pid();

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		/**
		 * Left to the test to be declared.
		 */
		@Bean
		Queue declaredLater() {
			Queue queue = new Queue(DECLARED, false, false, true);
			queue.setShouldDeclare(false);
			return queue;
		}

	}

}
