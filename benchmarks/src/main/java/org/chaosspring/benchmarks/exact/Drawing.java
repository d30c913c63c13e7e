package org.chaosspring.benchmarks.exact;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.EffectHandler;
import org.chaosspring.engine.EngineSettings;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Prospect;
import org.chaosspring.target.TargetGroups;
import org.jspecify.annotations.Nullable;

/**
 * Has a middleware decide about many messages.
 */
final class Drawing {

	static final List<String> BEHAVIORS = List.of("duplication", "message-loss", "service-restart");

	static final Law LAW = new Law(List.of(0.5, 0.2, 1.0));

	private final InjectionPoint point = new InjectionPoint("kafka", Direction.PRODUCE, "letters");

	private final EffectHandler<Integer> handler = handler();

	private final ConfigurableChaosMiddleware chaos;

	private final Letters letters = new Letters();

	private int met = Tally.NOTHING;

	Drawing(double failureRate, @Nullable Long seed) {
		ChaosPlan plan = ChaosPlan.DEFAULT.withFailureRate(failureRate).withSeed(seed);
		for (int i = 0; i < BEHAVIORS.size(); i++) {
			plan = plan.withBehavior(BehaviorCatalog.builtIn().create(BEHAVIORS.get(i), Map.of()),
					LAW.probabilities().get(i));
		}
		this.chaos = new ConfigurableChaosMiddleware(plan.switchedOn(null), new TargetGroups(List.of()),
				EngineSettings.DEFAULT);
		this.chaos.addListener(this::note);
	}

	/**
	 * Return a handler that says of every effect that it was carried out.
	 */
	@SuppressWarnings("unchecked")
	private static EffectHandler<Integer> handler() {
		return (EffectHandler<Integer>) Proxy.newProxyInstance(Drawing.class.getClassLoader(),
				new Class<?>[] { EffectHandler.class }, (proxy, method, arguments) -> true);
	}

	private void note(ChaosEvent event) {
		if (event instanceof ChaosEvent.FaultInjected fault) {
			this.met = BEHAVIORS.indexOf(fault.behavior());
		}
	}

	/**
	 * Decide about one message after the other.
	 */
	Tally draw(int messages) {
		Tally tally = new Tally(BEHAVIORS.size());
		for (int message = 0; message < messages; message++) {
			tally.add(met(message, this.chaos.injector().decide(this.point, this.letters, message)));
		}
		this.chaos.close();
		return tally;
	}

	/**
	 * Decide about messages that come many at once, as a poll of Kafka brings them.
	 */
	Tally drawAtOnce(int messages, int atOnce) {
		Tally tally = new Tally(BEHAVIORS.size());
		for (int first = 0; first < messages; first += atOnce) {
			Prospect prospect = this.chaos.injector().firstProspect(this.point, atOnce);
			int passing = (prospect != null) ? prospect.passing() : atOnce;
			for (int message = 0; message < atOnce; message++) {
				Injection hit = null;
				if (prospect != null && message == passing) {
					hit = this.chaos.injector().decide(prospect, this.point, this.letters, first + message);
				}
				else if (message > passing) {
					hit = this.chaos.injector().decide(this.point, this.letters, first + message);
				}
				tally.add(met(first + message, hit));
			}
		}
		this.chaos.close();
		return tally;
	}

	private int met(int message, @Nullable Injection hit) {
		this.met = Tally.NOTHING;
		if (hit != null) {
			hit.carryOut(this.handler, message);
		}
		return this.met;
	}

}
