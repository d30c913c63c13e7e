package org.chaosspring.observe;

import java.util.List;
import java.util.Map;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.EffectHandler;
import org.chaosspring.engine.EngineSettings;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.MessageAccess;
import org.chaosspring.target.TargetGroups;
import org.jspecify.annotations.Nullable;

/**
 * A middleware and a place where messages, which are maps of headers here, pass it.
 */
final class Points {

	private final ConfigurableChaosMiddleware chaos = new ConfigurableChaosMiddleware(ChaosPlan.DEFAULT,
			new TargetGroups(List.of()), EngineSettings.DEFAULT);

	private final InjectionPoint point = new InjectionPoint("kafka", Direction.PRODUCE, "template");

	ConfigurableChaosMiddleware chaos() {
		return this.chaos;
	}

	void always(String behavior, Map<String, ?> parameters) {
		this.chaos.update((plan) -> ChaosPlan.DEFAULT.withFailureRate(1)
			.withBehavior(BehaviorCatalog.builtIn().create(behavior, parameters), 1)
			.switchedOn(null));
	}

	void pass(Map<String, String> message) {
		Injection hit = this.chaos.injector().decide(this.point, new Headers(), message);
		if (hit != null) {
			hit.carryOut(new Anything(), message);
		}
	}

	private static final class Headers implements MessageAccess<Map<String, String>> {

		@Override
		public String destination(Map<String, String> message) {
			return "orders";
		}

		@Override
		public @Nullable String key(Map<String, String> message) {
			return message.get("key");
		}

		@Override
		public @Nullable String header(Map<String, String> message, String name) {
			return message.get(name);
		}

	}

	/**
	 * Carries everything out by doing nothing, unless the message says that it fails.
	 */
	private static final class Anything implements EffectHandler<Map<String, String>> {

		private static boolean done(Map<String, String> message) {
			if (message.containsKey("fails")) {
				throw new IllegalStateException("on purpose");
			}
			return true;
		}

		@Override
		public boolean delay(Effect.Delay delay, Map<String, String> message) {
			return done(message);
		}

		@Override
		public boolean loss(Effect.Loss loss, Map<String, String> message) {
			return done(message);
		}

		@Override
		public boolean duplication(Effect.Duplication duplication, Map<String, String> message) {
			return done(message);
		}

		@Override
		public boolean corruption(Effect.Corruption corruption, Map<String, String> message) {
			return done(message);
		}

		@Override
		public boolean reordering(Effect.Reordering reordering, Map<String, String> message) {
			return done(message);
		}

		@Override
		public boolean restart(Effect.Restart restart, Map<String, String> message) {
			return done(message);
		}

		@Override
		public boolean ackLoss(Effect.AckLoss ackLoss, Map<String, String> message) {
			return done(message);
		}

		@Override
		public boolean failure(Effect.Failure failure, Map<String, String> message) {
			return done(message);
		}

		@Override
		public boolean outage(Effect.Outage outage, Map<String, String> message) {
			return done(message);
		}

		@Override
		public boolean throttle(Effect.Throttle throttle, Map<String, String> message) {
			return done(message);
		}

	}

}
