package org.chaosspring.actuate;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.chaosspring.Fuzz;
import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.EngineSettings;
import org.chaosspring.observe.ChaosLog;
import org.chaosspring.safety.HaltCondition;
import org.chaosspring.safety.Halts;
import org.chaosspring.target.TargetGroup;
import org.chaosspring.target.TargetGroups;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChaosRoutes} with whatever may be asked, right or wrong.
 */
class ChaosRoutesFuzzTests {

	private static final Set<HttpStatus> REFUSALS = Set.of(HttpStatus.BAD_REQUEST, HttpStatus.METHOD_NOT_ALLOWED,
			HttpStatus.UNSUPPORTED_MEDIA_TYPE, HttpStatus.CONFLICT);

	private static final JsonMapper JSON = new JsonMapper();

	private final Logger logger = (Logger) LoggerFactory.getLogger("org.chaosspring");

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final TargetGroups groups = new TargetGroups(
			List.of(new TargetGroup("payments", "kafka", null, List.of("payments*"), Set.of(), Set.of(), Map.of())));

	private final ConfigurableChaosMiddleware chaos = new ConfigurableChaosMiddleware(ChaosPlan.DEFAULT, this.groups,
			EngineSettings.DEFAULT);

	private final Halts halts = new Halts(List::<HaltCondition>of, Halts.LONGEST_INTERVAL, InstantSource.system());

	private final ChaosRoutes routes = ExposedChaos.routes(new ChaosOperations(this.chaos, BehaviorCatalog.builtIn(),
			ConditionCatalog.builtIn(), this.groups, new InjectionCounts(), new ForecastCounts(), this.halts));

	@BeforeEach
	void listen() {
		this.chaos.addListener(new ChaosLog());
		this.log.start();
		this.logger.setAdditive(false);
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void close() {
		this.logger.detachAppender(this.log);
		this.logger.setAdditive(true);
		this.chaos.close();
		this.halts.close();
	}

	@Test
	void whateverIsAskedIsAnsweredAndARefusalChangesNothingAndShowsNothing() {
		Fuzz.run(6_000, (fuzz) -> {
			this.log.list.clear();
			HostileRequest request = HostileRequest.any(fuzz);
			ChaosPlan before = this.chaos.plan();
			send(request).filter((reply) -> reply.status() != HttpStatus.OK).ifPresent((refusal) -> {
				assertThat(refusal.status()).as(request.toString()).isIn(REFUSALS);
				assertThat(read(refusal)).containsOnlyKeys("error", "field");
				assertThat(refusal.json()).doesNotContain(HostileRequest.SECRET, "Exception");
				assertThat(this.log.list)
					.noneMatch((line) -> line.getFormattedMessage().contains(HostileRequest.SECRET));
				assertThat(this.chaos.plan()).isSameAs(before);
			});
			assertThat(this.log.list).allMatch((line) -> line.getThrowableProxy() == null);
		});
		assertThat(Fuzz.canaryWasLoaded()).isFalse();
	}

	@Test
	void whatIsTakenIsShownAndWhatIsShownIsTakenAgain() {
		Fuzz.run(2_000, (fuzz) -> {
			HttpReply reply = change(HostileRequest.change(fuzz));
			if (reply.status() == HttpStatus.OK) {
				ChaosPlan plan = this.chaos.plan();
				Map<String, Object> state = read(reply);
				assertThat(state).containsEntry("enabled", plan.enabled())
					.containsEntry("failureRate", plan.failureRate());
				state.keySet()
					.retainAll(Set.of("enabled", "failureRate", "seed", "targetGroups", "behaviors", "conditions"));
				this.chaos.reset();
				assertThat(change(state).status()).isEqualTo(HttpStatus.OK);
				assertThat(this.chaos.plan()).isEqualTo(plan.enabled() ? plan.switchedOn(null) : plan);
			}
			this.chaos.reset();
		});
	}

	private HttpReply change(Map<String, Object> change) {
		return send(new HostileRequest("POST", "", null, JSON.writeValueAsString(change))).orElseThrow();
	}

	/**
	 * Do what a server does that finds the path among its routes, if it does.
	 */
	private Optional<HttpReply> send(HostileRequest request) {
		PathContainer path = PathContainer.parsePath("/actuator/chaos" + request.path());
		HttpBody body = new HttpBody(request.body().getBytes(StandardCharsets.UTF_8), -1, request.contentType());
		return this.routes.all()
			.stream()
			.filter((route) -> PathPatternParser.defaultInstance.parse(route.pattern()).matches(path))
			.findFirst()
			.map((route) -> route.handle(HttpMethod.valueOf(request.method()), path, body, null));
	}

	private static Map<String, Object> read(HttpReply reply) {
		return JSON.readValue(reply.bytes(), new TypeReference<>() {
		});
	}

}
