package org.chaosspring.engine;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * Decides about messages by the plan in force: the first condition that means a message
 * comes before everything that is drawn. An error inside chaos lets the message pass.
 */
final class Decider {

	private static final String APPLICATION = "application";

	private static final String CUSTOM = "custom";

	private final EngineSettings settings;

	private final Targeting targeting;

	private final Caps caps;

	private final MessageIdentities identities;

	private final ChaosEvents events;

	private final InFlight inFlight;

	private volatile ArmedPlan armed;

	Decider(EngineSettings settings, Targeting targeting, Caps caps, ChaosEvents events, ArmedPlan first,
			Runnable afterLast) {
		this.settings = settings;
		this.targeting = targeting;
		this.caps = caps;
		this.identities = new MessageIdentities(settings.idHeaders());
		this.events = events;
		this.inFlight = new InFlight(afterLast);
		this.armed = first;
	}

	ArmedPlan armed() {
		return this.armed;
	}

	void swap(ArmedPlan next) {
		if (next.plan().enabled() && next.enabling() != this.armed.enabling()) {
			this.identities.restartCounts();
		}
		this.armed = next;
	}

	/**
	 * Return whether no fault is being carried out, of whatever plan.
	 */
	boolean isIdle() {
		return this.inFlight.isEmpty();
	}

	/**
	 * Wait until no other thread carries out a fault of a plan before.
	 */
	void awaitOthers(Duration limit) {
		this.inFlight.awaitOthers(limit);
	}

	/**
	 * Look at the next message of a point only if it may be hit: where nothing but chance
	 * decides, chance comes first.
	 * @param destination where the message goes to or comes from, if that is known
	 */
	@Nullable Prospect prospect(InjectionPoint point, @Nullable String destination) {
		ArmedPlan current = this.armed;
		if (!current.asksChanceFirst()) {
			return current.plan().enabled() ? current.unknown() : null;
		}
		boolean counts = current.countsMessages();
		if (counts && destination == null) {
			return current.unknown();
		}
		try {
			if (counts && destination != null) {
				current.enabling().allowance().passes(destination);
			}
			return current.draw().isCandidate(this.settings.random().get().nextDouble()) ? current.candidate() : null;
		}
		catch (Throwable ex) {
			this.events.failed(point, ex);
			return null;
		}
	}

	/**
	 * Look at the next messages of a point from the first on that may be hit: where
	 * nothing but chance decides, it is asked once for all of them.
	 */
	@Nullable Prospect firstProspect(InjectionPoint point, int most) {
		ArmedPlan current = this.armed;
		if (!current.asksChanceFirst() || current.countsMessages()) {
			return current.plan().enabled() ? current.unknown() : null;
		}
		try {
			long passing = current.draw().passing(this.settings.random().get().nextDouble());
			return (passing < most) ? current.candidateAfter((int) passing) : null;
		}
		catch (Throwable ex) {
			this.events.failed(point, ex);
			return null;
		}
	}

	<M> @Nullable Injection decide(Prospect prospect, InjectionPoint point, MessageAccess<M> access, M message) {
		ArmedPlan current = prospect.plan();
		try {
			if (prospect.isCandidate()) {
				return pick(current, point, access, message, this.settings.random().get(), null);
			}
			if (current.countsMessages()) {
				current.enabling().allowance().passes(access.destination(message));
			}
			Long seed = current.plan().seed();
			String counted = (seed != null) ? this.identities.countedIdentity(point, access, message) : null;
			Verdict verdict = current.conditions().isEmpty() ? null : find(current, point, access, message, counted);
			if (verdict == null) {
				return draw(current, point, access, message, counted);
			}
			RandomGenerator random = random(current, point.direction(), "fault:" + counted);
			return inject(current, point, access, message, verdict, random, counted);
		}
		catch (Throwable ex) {
			this.events.failed(point, ex);
			return null;
		}
	}

	private <M> @Nullable Verdict find(ArmedPlan current, InjectionPoint point, MessageAccess<M> access, M message,
			@Nullable String counted) {
		return current.conditions()
			.find(point, access, message, (condition) -> random(current, point.direction(), condition + ":" + counted));
	}

	private <M> @Nullable Injection draw(ArmedPlan current, InjectionPoint point, MessageAccess<M> access, M message,
			@Nullable String counted) {
		RandomGenerator random = random(current, point.direction(), counted);
		return current.draw().isCandidate(random.nextDouble()) ? pick(current, point, access, message, random, counted)
				: null;
	}

	private <M> @Nullable Injection pick(ArmedPlan current, InjectionPoint point, MessageAccess<M> access, M message,
			RandomGenerator random, @Nullable String counted) {
		String group = current.selector().match(point, access, message);
		Behavior behavior = (group != null) ? current.draw().pick(random) : null;
		if (group == null || behavior == null) {
			return null;
		}
		Effect effect = behavior.effect(MessageView.of(access, message), random);
		return inject(current, point, access, message, new Verdict(behavior.name(), group, effect), random, counted);
	}

	private <M> @Nullable Injection inject(ArmedPlan current, InjectionPoint point, MessageAccess<M> access, M message,
			Verdict verdict, RandomGenerator random, @Nullable String counted) {
		String identity = (counted != null) ? counted : this.identities.identity(access, message);
		Mark mark = new Mark(verdict.name(), random.nextLong());
		ChaosEvent.FaultInjected event = new ChaosEvent.FaultInjected(this.events.now(), point, verdict.group(),
				verdict.name(), mark.faultId(), identity, verdict.effect(), MessageView.of(access, message));
		return enter(current, event) ? new Injection(this.events, this.inFlight, current, event, verdict.effect(),
				this.settings.mark() ? mark : null) : null;
	}

	boolean mayCutOff() {
		return !this.armed.outages().isEmpty();
	}

	<P> Effect.@Nullable Outage outage(InjectionPoint point, MessageAccess<P> access, P place) {
		ArmedPlan current = this.armed;
		if (current.outages().isEmpty()) {
			return null;
		}
		try {
			Verdict verdict = current.outages().find(point, access, place, (condition) -> this.settings.random().get());
			return (verdict != null && verdict.effect() instanceof Effect.Outage outage) ? outage : null;
		}
		catch (Throwable ex) {
			this.events.failed(point, ex);
			return null;
		}
	}

	/**
	 * Decide for an injection point of the application's own.
	 */
	boolean hits(String group) {
		ArmedPlan current = this.armed;
		ChaosPlan plan = current.plan();
		if (!plan.enabled() || !this.targeting.means(plan.targetGroups(), group)) {
			return false;
		}
		InjectionPoint point = new InjectionPoint(APPLICATION, Direction.NONE, group);
		try {
			return isHit(current, point);
		}
		catch (Throwable ex) {
			this.events.failed(point, ex);
			return false;
		}
	}

	private boolean isHit(ArmedPlan current, InjectionPoint point) {
		String group = point.name();
		String identity = this.identities.countedIdentity(group);
		RandomGenerator random = random(current, Direction.NONE, identity);
		if (!current.draw().isCandidate(random.nextDouble())) {
			return false;
		}
		ChaosEvent.FaultInjected event = new ChaosEvent.FaultInjected(this.events.now(), point, group, CUSTOM,
				new Mark(CUSTOM, random.nextLong()).faultId(), identity, null, null);
		if (!enter(current, event)) {
			return false;
		}
		try {
			this.events.publish(event);
			return true;
		}
		finally {
			this.inFlight.exit();
		}
	}

	/**
	 * Begin to carry a fault out, unless a cap is reached, the plan is a dry run, or it
	 * is no longer in force.
	 */
	private boolean enter(ArmedPlan current, ChaosEvent.FaultInjected event) {
		if (!this.caps.allow(current.enabling(), event)) {
			return false;
		}
		if (current.plan().dryRun()) {
			this.events.publish(new ChaosEvent.FaultForecast(event.time(), event));
			return false;
		}
		this.inFlight.enter();
		if (this.armed == current) {
			return true;
		}
		this.inFlight.exit();
		current.enabling().allowance().giveBack(event);
		return false;
	}

	private RandomGenerator random(ArmedPlan current, Direction direction, @Nullable String identity) {
		Long seed = current.plan().seed();
		return (seed != null)
				? new SplittableRandom(StableHash.mix(seed) ^ StableHash.of(direction.label() + ":" + identity))
				: this.settings.random().get();
	}

}
