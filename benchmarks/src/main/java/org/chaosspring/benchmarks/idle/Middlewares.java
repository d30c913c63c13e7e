package org.chaosspring.benchmarks.idle;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.EngineSettings;
import org.chaosspring.engine.Guard;
import org.chaosspring.safety.FaultCaps;
import org.chaosspring.safety.Halts;
import org.chaosspring.safety.HoldCaps;
import org.chaosspring.safety.KillSwitch;
import org.chaosspring.safety.PlanLimits;
import org.chaosspring.safety.ProfileGate;
import org.chaosspring.safety.Protection;
import org.chaosspring.safety.SafetyGuard;
import org.chaosspring.target.TargetGroup;
import org.chaosspring.target.TargetGroups;

/**
 * The middlewares that are measured.
 */
public final class Middlewares {

	private Middlewares() {
	}

	/**
	 * Return one that is off.
	 * @return the middleware
	 */
	public static ConfigurableChaosMiddleware off() {
		return middleware(List.of(),
				ChaosPlan.DEFAULT.withBehavior(BehaviorCatalog.builtIn().create("message-loss", Map.of()), 1));
	}

	/**
	 * Return one that is on and draws for every message, but never hits.
	 * @return the middleware
	 */
	public static ConfigurableChaosMiddleware onWithoutHit() {
		return middleware(List.of(), off().plan().withFailureRate(0).switchedOn(null));
	}

	/**
	 * Return one that is on like {@link #onWithoutHit()} and besides counts the messages
	 * of each destination, as it does where the share is capped that may be hit.
	 * @return the middleware
	 */
	public static ConfigurableChaosMiddleware counting() {
		Guard halvingShares = new SafetyGuard(
				new PlanLimits(PlanLimits.DEFAULT_MAX_DURATION, 1, new Protection(List.of())),
				new FaultCaps(null, null, 0.5), new HoldCaps(Integer.MAX_VALUE, Long.MAX_VALUE), new KillSwitch(),
				new Halts(List::of, Halts.LONGEST_INTERVAL, InstantSource.system()),
				new ProfileGate(List.of(), List.of(), List.of()));
		ConfigurableChaosMiddleware chaos = new ConfigurableChaosMiddleware(onWithoutHit().plan(),
				new TargetGroups(List.of()), EngineSettings.DEFAULT, halvingShares);
		chaos.start();
		return chaos;
	}

	/**
	 * Return one that is on, looks up the group of every message and then has no behavior
	 * to hit it with. The last of the groups means the destination.
	 * @param groups how many groups are configured and targeted
	 * @param destination where the messages go
	 * @return the middleware
	 */
	public static ConfigurableChaosMiddleware lookingUp(int groups, String destination) {
		List<TargetGroup> configured = IntStream.rangeClosed(1, groups)
			.mapToObj((i) -> new TargetGroup("group-" + i, null, null,
					List.of((i == groups) ? destination + "*" : "other-" + i + ".*"), Set.of(), Set.of(), Map.of()))
			.toList();
		Set<String> names = configured.stream().map(TargetGroup::name).collect(Collectors.toSet());
		return middleware(configured, ChaosPlan.DEFAULT.withFailureRate(1).withTargetGroups(names).switchedOn(null));
	}

	/**
	 * Return one that is on and hits every message with the same behavior.
	 * @param behavior the name of the behavior
	 * @param parameters its parameters
	 * @return the middleware
	 */
	public static ConfigurableChaosMiddleware hittingAll(String behavior, Map<String, ?> parameters) {
		return middleware(List.of(),
				ChaosPlan.DEFAULT.withBehavior(BehaviorCatalog.builtIn().create(behavior, parameters), 1)
					.withFailureRate(1)
					.switchedOn(null));
	}

	private static ConfigurableChaosMiddleware middleware(List<TargetGroup> groups, ChaosPlan plan) {
		return new ConfigurableChaosMiddleware(plan, new TargetGroups(groups), EngineSettings.DEFAULT);
	}

}
