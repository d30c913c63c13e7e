package org.chaosspring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosListener;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ChaosRefusedException;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.HeldMessages;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.safety.HaltCondition;
import org.chaosspring.safety.Halts;
import org.chaosspring.safety.KillSwitch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what keeps chaos within bounds in an application.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChaosSafetyTests {

	private static final String KILL_SWITCH = "chaos.messaging.safety.kill-switch.engaged";

	@TempDir
	Path directory;

	@Test
	void nothingHappensBeforeTheApplicationIsReady() {
		try (ConfigurableApplicationContext context = start("chaos.messaging.enabled=true")) {
			assertThat(context.getBean(Observer.class).enabledInRunner).isFalse();
			assertThat(context.getBean(Observer.class).refusedInRunner)
				.isEqualTo("must not be true before the application is ready");
			assertThat(chaos(context).isEnabled()).isTrue();
			assertThat(context.getBean(Observer.class).all(ChaosEvent.PlanChanged.class)).hasSize(1);
		}
	}

	@Test
	void whenChaosBeginsThenTheApplicationAcceptsTraffic() {
		try (ConfigurableApplicationContext context = start("chaos.messaging.enabled=true")) {
			assertThat(context.getBean(Readiness.class).whenChaosBegan).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
		}
	}

	@Test
	void whatIsEnabledByConfigurationEndsByItself() {
		try (ConfigurableApplicationContext context = start("chaos.messaging.enabled=true",
				"chaos.messaging.safety.max-duration=100ms")) {
			await().until(() -> !chaos(context).isEnabled());
			await().until(() -> !context.getBean(Observer.class).all(ChaosEvent.Expired.class).isEmpty());
		}
	}

	@Test
	void aFileStopsWhatRunsAndReleasesWhatIsHeld(CapturedOutput output) throws IOException {
		Path file = this.directory.resolve("off");
		List<String> released = new ArrayList<>();
		try (ConfigurableApplicationContext context = start("chaos.messaging.safety.kill-switch.file=" + file,
				"chaos.messaging.conditions.network-partition.direction=both", "chaos.messaging.enabled=true")) {
			HeldMessages<String> held = chaos(context).injector()
				.hold((any) -> new InjectionPoint("kafka", Direction.PRODUCE, "template"), released::add,
						String::length);
			held.hold("a", null, Duration.ofHours(1));
			Files.createFile(file);
			await().until(() -> !chaos(context).injector().isActive());
			await().until(() -> context.getBean(Observer.class).all(ChaosEvent.Halted.class).size() == 1);
			assertThat(released).containsExactly("a");
			assertThat(output)
				.contains("Chaos switched itself off because of kill-switch: the file " + file + " exists");
			assertRefused(context, "must not be true while the kill switch is engaged: the file " + file + " exists");
			Files.delete(file);
			chaos(context).enable();
			assertThat(chaos(context).isEnabled()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "TRUE", "yes", "anything" })
	void aPropertyThatIsSetWhileTheApplicationRunsStopsChaos(String value) {
		try (ConfigurableApplicationContext context = start("chaos.messaging.enabled=true")) {
			System.setProperty(KILL_SWITCH, value);
			await().until(() -> !chaos(context).isEnabled());
			assertRefused(context,
					"must not be true while the kill switch is engaged: the property " + KILL_SWITCH + " is set");
			System.setProperty(KILL_SWITCH, "false");
			chaos(context).enable();
		}
		finally {
			System.clearProperty(KILL_SWITCH);
		}
	}

	@Test
	void whileTheKillSwitchIsEngagedAnApplicationStartsWithoutChaos(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("chaos.messaging.enabled=true", KILL_SWITCH + "=true")) {
			assertThat(chaos(context).isEnabled()).isFalse();
			assertThat(output)
				.contains("Chaos refused a change: enabled must not be true while the kill switch is engaged");
		}
	}

	@Test
	void theApplicationCanEngageTheKillSwitch() {
		try (ConfigurableApplicationContext context = start("chaos.messaging.enabled=true")) {
			context.getBean(KillSwitch.class).engage("sale of the year");
			await().until(() -> !chaos(context).isEnabled());
			assertRefused(context, "must not be true while the kill switch is engaged: sale of the year");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "prod", "production" })
	void inProductionAnApplicationStartsButChaosCannotBeEnabled(String profile) {
		try (ConfigurableApplicationContext context = start("chaos.messaging.enabled=true",
				"spring.profiles.active=cloud," + profile)) {
			assertThat(chaos(context).isEnabled()).isFalse();
			assertRefused(context, "must not be true under the profiles [" + profile
					+ "] unless chaos.messaging.safety.allowed-profiles names them");
		}
	}

	@Test
	void inProductionChaosCanBeEnabledIfConfigurationSaysSo() {
		try (ConfigurableApplicationContext context = start("spring.profiles.active=prod",
				"chaos.messaging.safety.allowed-profiles=prod")) {
			chaos(context).enable();
			assertThat(chaos(context).isEnabled()).isTrue();
		}
	}

	@Test
	void aProtectedGroupCannotBeTargeted() {
		try (ConfigurableApplicationContext context = start("chaos.messaging.safety.protected-names=payments*")) {
			ChaosPlan before = chaos(context).plan();
			for (String name : List.of("payments.eu", "orders-dlt", "orders-retry-0")) {
				assertThatExceptionOfType(InvalidPlanException.class)
					.isThrownBy(() -> chaos(context).addTargetGroup(name))
					.satisfies((ex) -> assertThat(ex.field()).isEqualTo("targetGroups"));
			}
			assertThat(chaos(context).plan()).isEqualTo(before);
		}
	}

	@Test
	void aProtectedPointIsNotHit() {
		try (ConfigurableApplicationContext context = start("chaos.messaging.enabled=true",
				"chaos.messaging.failure-rate=1", "chaos.messaging.safety.protected-names=checkout")) {
			assertThat(chaos(context).shouldInjectChaos("checkout")).isFalse();
			assertThat(chaos(context).shouldInjectChaos("search")).isTrue();
		}
	}

	@Test
	void aCapOfFaultsLetsTheRestPass() {
		try (ConfigurableApplicationContext context = start("chaos.messaging.enabled=true",
				"chaos.messaging.failure-rate=1", "chaos.messaging.safety.max-faults=3")) {
			assertThat(Stream.generate(() -> chaos(context).shouldInjectChaos("search")).limit(10).filter((hit) -> hit))
				.hasSize(3);
			assertThat(context.getBean(Observer.class).all(ChaosEvent.CapReached.class)).hasSize(7)
				.allSatisfy((reached) -> assertThat(reached.cap()).isEqualTo("faults"));
		}
	}

	@Test
	void aConditionOfTheApplicationHaltsUntilItIsAcknowledged(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("chaos.messaging.enabled=true",
				"chaos.messaging.safety.halts.interval=10ms")) {
			context.getBean(Observer.class).reason = "orders wait for too long";
			await().until(() -> !chaos(context).isEnabled());
			await().until(() -> context.getBean(Halts.class).last() != null);
			context.getBean(Observer.class).reason = null;
			assertThat(output).contains("Chaos switched itself off because of waiting: orders wait for too long");
			assertRefused(context,
					"must not be true before the halt by waiting is acknowledged: orders wait for too long");
			context.getBean(Halts.class).acknowledge();
			chaos(context).enable();
			assertThat(chaos(context).isEnabled()).isTrue();
		}
	}

	private static void assertRefused(ConfigurableApplicationContext context, String reason) {
		assertThatExceptionOfType(ChaosRefusedException.class).isThrownBy(() -> chaos(context).enable())
			.withMessage(reason);
		assertThat(chaos(context).isEnabled()).isFalse();
	}

	private static ConfigurableChaosMiddleware chaos(ConfigurableApplicationContext context) {
		return context.getBean(ConfigurableChaosMiddleware.class);
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(Stream.of(properties).map("--"::concat).toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ChaosAutoConfiguration.class, ChaosObservabilityAutoConfiguration.class,
			ApplicationAvailabilityAutoConfiguration.class })
	@Import({ Observer.class, Readiness.class })
	static class Application {

		@Bean
		ApplicationRunner runner(ConfigurableChaosMiddleware chaos, Observer observer) {
			return (args) -> observer.tryToEnable(chaos);
		}

	}

	/**
	 * Asks, as health does, whether the application accepts traffic when chaos begins.
	 */
	static class Readiness implements ChaosListener {

		private final ApplicationAvailability availability;

		private @Nullable ReadinessState whenChaosBegan;

		Readiness(ApplicationAvailability availability) {
			this.availability = availability;
		}

		@Override
		public void onEvent(ChaosEvent event) {
			if (event instanceof ChaosEvent.PlanChanged changed && changed.to().enabled()) {
				this.whenChaosBegan = this.availability.getReadinessState();
			}
		}

	}

	/**
	 * Hears what happens, and says when it is enough.
	 */
	static class Observer implements ChaosListener, HaltCondition {

		private final List<ChaosEvent> events = new CopyOnWriteArrayList<>();

		private boolean enabledInRunner;

		private @Nullable String refusedInRunner;

		private volatile @Nullable String reason;

		private void tryToEnable(ConfigurableChaosMiddleware chaos) {
			this.enabledInRunner = chaos.isEnabled();
			try {
				chaos.enable();
			}
			catch (ChaosRefusedException ex) {
				this.refusedInRunner = ex.getMessage();
			}
		}

		@Override
		public void onEvent(ChaosEvent event) {
			this.events.add(event);
		}

		private <T extends ChaosEvent> List<T> all(Class<T> type) {
			return this.events.stream().filter(type::isInstance).map(type::cast).toList();
		}

		@Override
		public String name() {
			return "waiting";
		}

		@Override
		public @Nullable String check() {
			return this.reason;
		}

	}

}
