package org.chaosspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosListener;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.EngineSettings;
import org.chaosspring.target.TargetGroups;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ChaosAutoConfiguration}.
 */
class ChaosAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChaosAutoConfiguration.class));

	@Test
	void withoutConfigurationThereIsAMiddlewareThatIsOff() {
		this.contextRunner.run((context) -> {
			ConfigurableChaosMiddleware middleware = context.getBean(ConfigurableChaosMiddleware.class);
			assertThat(middleware.plan()).isEqualTo(ChaosPlan.DEFAULT);
			assertThat(middleware.injector().isActive()).isFalse();
			assertThat(context).hasSingleBean(BehaviorCatalog.class);
			assertThat(context.getBean(TargetGroups.class).configured()).isEmpty();
		});
	}

	@Test
	void whenEnabledInConfigurationThenTheMiddlewareIsOn() {
		this.contextRunner.withPropertyValues("chaos.messaging.enabled=true")
			.run((context) -> assertThat(context.getBean(ConfigurableChaosMiddleware.class).isEnabled()).isTrue());
	}

	@Test
	void whenTheApplicationHasAMiddlewareThenItIsKept() {
		this.contextRunner.withUserConfiguration(OwnMiddleware.class)
			.run((context) -> assertThat(context.getBean(ConfigurableChaosMiddleware.class))
				.isSameAs(context.getBean("ownMiddleware")));
	}

	@Test
	void listenersHearTheMiddlewareEvenIfTheyNeedIt() {
		this.contextRunner.withUserConfiguration(ListeningApplication.class).run((context) -> {
			context.getBean(ConfigurableChaosMiddleware.class).enable();
			assertThat(context.getBean(NeedingListener.class).events).singleElement()
				.isInstanceOf(ChaosEvent.PlanChanged.class);
		});
	}

	@Test
	void whenEverythingIsLazyThenListenersStillHearTheMiddleware() {
		this.contextRunner.withUserConfiguration(ListeningApplication.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				context.getBean(ConfigurableChaosMiddleware.class).enable();
				assertThat(context.getBean(NeedingListener.class).events).hasSize(1);
			});
	}

	@Test
	void whenTheContextClosesThenChaosEndsBeforeTheClientsStop() {
		this.contextRunner.withPropertyValues("chaos.messaging.enabled=true")
			.withUserConfiguration(ClientApplication.class)
			.run((context) -> {
				Client client = context.getBean(Client.class);
				ConfigurableChaosMiddleware middleware = context.getBean(ConfigurableChaosMiddleware.class);
				context.close();
				assertThat(client.chaosWasOnAtStop).isFalse();
				assertThatIllegalStateException().isThrownBy(middleware::enable);
			});
	}

	@Test
	void whenAChildContextClosesThenChaosGoesOn() {
		this.contextRunner.withPropertyValues("chaos.messaging.enabled=true").run((context) -> {
			try (GenericApplicationContext child = new GenericApplicationContext(context)) {
				child.refresh();
			}
			assertThat(context.getBean(ConfigurableChaosMiddleware.class).isEnabled()).isTrue();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMiddleware {

		@Bean
		ConfigurableChaosMiddleware ownMiddleware(TargetGroups groups) {
			return new ConfigurableChaosMiddleware(ChaosPlan.DEFAULT, groups, EngineSettings.DEFAULT);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListeningApplication {

		@Bean
		NeedingListener listener(ConfigurableChaosMiddleware middleware) {
			return new NeedingListener(middleware);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClientApplication {

		@Bean
		Client client(ConfigurableChaosMiddleware middleware) {
			return new Client(middleware);
		}

	}

	static class NeedingListener implements ChaosListener {

		private final List<ChaosEvent> events = new ArrayList<>();

		NeedingListener(ConfigurableChaosMiddleware middleware) {
			assertThat(middleware).isNotNull();
		}

		@Override
		public void onEvent(ChaosEvent event) {
			this.events.add(event);
		}

	}

	static class Client implements SmartLifecycle {

		private final ConfigurableChaosMiddleware middleware;

		private boolean running;

		private Boolean chaosWasOnAtStop;

		Client(ConfigurableChaosMiddleware middleware) {
			this.middleware = middleware;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.chaosWasOnAtStop = this.middleware.isEnabled();
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}
