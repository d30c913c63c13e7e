package org.chaosspring.engine;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Decides which message meets which fault. Off until it is enabled; then a message is a
 * candidate with the failure rate, each behavior is considered with its own probability,
 * and one of those considered is picked uniformly.
 *
 * <p>
 * Thread-safe. Each change swaps in a whole new {@link ChaosPlan}; a message sees either
 * the old one or the new one. When a change returns, no fault of the old plan happens any
 * more and what was held back has left, unless a broker refuses to take it: then the
 * change returns after a few seconds, and the rest leaves in the background.
 */
public final class ConfigurableChaosMiddleware implements AutoCloseable {

	private final ChaosPlan configured;

	private final ChaosEvents events;

	private final Injector injector;

	private final Steering steering;

	/**
	 * Create a middleware that is started and that nobody watches over.
	 * @param configured the plan to start with and to go back to
	 * @param targeting knows the groups
	 * @param settings what does not change
	 */
	public ConfigurableChaosMiddleware(ChaosPlan configured, Targeting targeting, EngineSettings settings) {
		this(configured, targeting, settings, Guard.NONE, true);
	}

	/**
	 * Create a middleware that has to be started.
	 * @param configured the plan to start with and to go back to
	 * @param targeting knows the groups
	 * @param settings what does not change
	 * @param guard watches over it
	 * @see #start()
	 */
	public ConfigurableChaosMiddleware(ChaosPlan configured, Targeting targeting, EngineSettings settings,
			Guard guard) {
		this(configured, targeting, settings, guard, false);
	}

	private ConfigurableChaosMiddleware(ChaosPlan configured, Targeting targeting, EngineSettings settings, Guard guard,
			boolean started) {
		this.configured = configured;
		this.events = new ChaosEvents(settings.clock());
		this.events.addListener(guard);
		Arming arming = new Arming(targeting, guard, settings.clock());
		this.injector = new Injector(settings, targeting, guard, this.events,
				arming.arm(started ? configured : configured.switchedOff(), null));
		this.steering = new Steering(configured, started, arming, this.injector, this.events);
	}

	/**
	 * Return what the seams of a broker need to know of this middleware.
	 * @return always the same
	 */
	public Injector injector() {
		return this.injector;
	}

	/**
	 * Put the plan that was configured in force. Until then chaos is off and cannot be
	 * enabled. Does nothing if this middleware is started already, or if the guard does
	 * not let chaos be enabled, which the listeners hear of.
	 */
	public void start() {
		this.steering.start();
	}

	/**
	 * Return whether chaos is on and no dry run.
	 * @return whether faults happen
	 */
	public boolean isEnabled() {
		ChaosPlan plan = armed().plan();
		return plan.enabled() && !plan.dryRun();
	}

	/**
	 * Return when chaos was switched on.
	 * @return the time, or {@code null} while it is off
	 */
	public @Nullable Instant enabledSince() {
		return armed().enabling().since();
	}

	/**
	 * Return the plan in force.
	 * @return the plan
	 */
	public ChaosPlan plan() {
		return armed().plan();
	}

	/**
	 * Return the plan in force and its version, which belong together.
	 * @return both, at one moment
	 */
	public PlanInForce inForce() {
		return armed().inForce();
	}

	/**
	 * Return the plan that was configured.
	 * @return the plan that {@link #reset()} goes back to
	 */
	public ChaosPlan configuredPlan() {
		return this.configured;
	}

	/**
	 * Switch chaos on until it is disabled.
	 * @throws ChaosRefusedException if chaos must not be enabled now
	 */
	public void enable() {
		update((plan) -> plan.switchedOn(null));
	}

	/**
	 * Switch chaos on for a time.
	 * @param duration how long, more than nothing
	 * @throws InvalidPlanException if the duration is not positive
	 * @throws ChaosRefusedException if chaos must not be enabled now
	 */
	public void enable(Duration duration) {
		update((plan) -> plan.switchedOn(expiresIn(duration)));
	}

	/**
	 * Return when something that begins now and lasts for a time will end.
	 * @param duration how long, more than nothing
	 * @return the end by the clock of this middleware
	 * @throws InvalidPlanException if the duration is not positive
	 */
	public Instant expiresIn(Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new InvalidPlanException("duration", "must be longer than zero but is " + duration);
		}
		try {
			return this.events.now().plus(duration);
		}
		catch (ArithmeticException | DateTimeException ex) {
			throw new InvalidPlanException("duration", "must end within the calendar but is " + duration);
		}
	}

	/**
	 * Switch chaos off. Does nothing if it is off.
	 */
	public void disable() {
		update(ChaosPlan::switchedOff);
	}

	/**
	 * Set the share of messages that are candidates for a fault.
	 * @param rate from 0 to 1
	 * @throws InvalidPlanException if the rate is out of range
	 */
	public void setFailureRate(double rate) {
		update((plan) -> plan.withFailureRate(rate));
	}

	/**
	 * Add a group that may be hit. The first one narrows chaos from everything to it.
	 * @param group the name of a configured group, {@code producer}, {@code consumer},
	 * {@code kafka}, {@code rabbit}, the bean name of a template, the id of a listener, a
	 * topic, an exchange or a queue
	 * @throws InvalidPlanException if the name is not usable
	 */
	public void addTargetGroup(String group) {
		update((plan) -> plan.withTargetGroup(group));
	}

	/**
	 * Remove a group. Without the last one, everything may be hit again.
	 * @param group the name of the group; a name that is not there is ignored
	 */
	public void removeTargetGroup(String group) {
		update((plan) -> plan.withoutTargetGroup(group));
	}

	/**
	 * Add a behavior, or replace the one of the same name.
	 * @param behavior the behavior
	 * @param probability the probability that it is considered for a candidate, from 0 to
	 * 1
	 * @throws InvalidPlanException if the probability is out of range
	 */
	public void addBehavior(Behavior behavior, double probability) {
		update((plan) -> plan.withBehavior(behavior, probability));
	}

	/**
	 * Remove a behavior.
	 * @param name its name; a name that is not there is ignored
	 */
	public void removeBehavior(String name) {
		update((plan) -> plan.withoutBehavior(name));
	}

	/**
	 * Impose a condition on everything that the plan means, or replace the one of the
	 * same name. It holds until it is lifted, and has effects while chaos is enabled.
	 * @param condition the condition
	 */
	public void imposeCondition(Condition condition) {
		update((plan) -> plan.withCondition(new ImposedCondition(condition)));
	}

	/**
	 * Lift a condition.
	 * @param name its name; a name that is not there is ignored
	 */
	public void liftCondition(String name) {
		update((plan) -> plan.withoutCondition(name));
	}

	/**
	 * Go back to the plan that was configured, and release what is held back.
	 */
	public void reset() {
		update((plan) -> this.configured);
	}

	/**
	 * Answer for an injection point of the application's own whether it should fail now.
	 * A yes is counted and logged like every other fault, under the behavior
	 * {@code custom}.
	 * @param group the group that the point belongs to; choose among few
	 * @return whether chaos is on, means this group, and hit
	 */
	public boolean shouldInjectChaos(String group) {
		return this.injector.decider().hits(group);
	}

	/**
	 * Change the plan in the name of the application itself.
	 * @param change makes the new plan of the old one; what it throws changes nothing
	 * @return the plan in force afterwards
	 * @throws ChaosRefusedException if the new plan is not allowed here and now
	 * @see #update(UnaryOperator, ChangeCause)
	 */
	public ChaosPlan update(UnaryOperator<ChaosPlan> change) {
		return update(change, ChangeCause.SYSTEM);
	}

	/**
	 * Change the plan. The change is applied to the plan in force and is all or nothing;
	 * changes wait for each other.
	 * @param change makes the new plan of the old one; what it throws changes nothing
	 * @param cause who asks for the change, and why
	 * @return the plan in force afterwards
	 * @throws ChaosRefusedException if the new plan is not allowed here and now
	 */
	public ChaosPlan update(UnaryOperator<ChaosPlan> change, ChangeCause cause) {
		return this.steering.update(change, cause);
	}

	/**
	 * Return how many messages are held back.
	 * @return the number over all clients
	 */
	public int held() {
		return this.injector.held();
	}

	private ArmedPlan armed() {
		return this.injector.decider().armed();
	}

	/**
	 * Add a listener.
	 * @param listener hears all events from now on
	 */
	public void addListener(ChaosListener listener) {
		this.events.addListener(listener);
	}

	/**
	 * Tell the listeners of a change that was refused before it could be tried.
	 * @param field the name of the field that was refused
	 * @param expected what is expected of it
	 * @param cause who asked for the change, and why
	 */
	public void reportRefusal(String field, String expected, ChangeCause cause) {
		this.events.refused(field, expected, cause);
	}

	/**
	 * Tell the listeners that somebody took note of a halt.
	 * @param halt what was taken note of
	 * @param cause who took note, and why
	 */
	public void reportAcknowledgment(Halt halt, ChangeCause cause) {
		this.events.publish(new ChaosEvent.HaltAcknowledged(this.events.now(), halt, cause));
	}

	/**
	 * Switch off for good and release what is held back. Called when the application
	 * begins to shut down, while its clients can still send.
	 */
	@Override
	public void close() {
		this.steering.close();
		this.injector.holds().close();
	}

}
