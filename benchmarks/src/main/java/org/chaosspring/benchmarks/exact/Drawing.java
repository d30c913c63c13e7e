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

	Tally draw(int messages) {
		Tally tally = new Tally(BEHAVIORS.size());
		Letters letters = new Letters();
		for (int message = 0; message < messages; message++) {
			this.met = Tally.NOTHING;
			Injection hit = this.chaos.decide(this.point, letters, message);
			if (hit != null) {
				hit.carryOut(this.handler, message);
			}
			tally.add(this.met);
		}
		this.chaos.close();
		return tally;
	}

}
