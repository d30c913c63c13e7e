package org.chaosspring.engine;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
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

	private final EngineSettings settings;

	private final ChaosEvents events;

	private final Holds holds;

	private final Caps caps;

	private final Decider decider;

	private final Steering steering;

	private volatile boolean active;

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
		this.settings = settings;
		this.events = new ChaosEvents(settings.clock());
		this.events.addListener(guard);
		this.holds = new Holds(() -> refreshActive(held() > 0), () -> !mayHold());
		this.caps = new Caps(guard, this.holds, this.events);
		Arming arming = new Arming(targeting, guard, settings.clock());
		this.decider = new Decider(settings, targeting, this.caps, this.events,
				arming.arm(started ? configured : configured.switchedOff(), null));
		refreshActive(false);
		this.steering = new Steering(configured, started, arming, this.decider, this.holds, this.events);
		// Seams have to look until the last message is sent, not only counted out.
		this.steering.addObserver(() -> refreshActive(!this.holds.isIdle()));
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
	 * Return whether messages need a look at all: chaos is on, or something is still held
	 * back. One volatile read; the first thing that a seam asks for each message.
	 * @return {@code false} if a message may pass right away
	 */
	public boolean isActive() {
		return this.active;
	}

	/**
	 * Return whether chaos is on and no dry run.
	 * @return whether faults happen
	 */
	public boolean isEnabled() {
		ChaosPlan plan = this.decider.armed().plan();
		return plan.enabled() && !plan.dryRun();
	}

	/**
	 * Return when chaos was switched on.
	 * @return the time, or {@code null} while it is off
	 */
	public @Nullable Instant enabledSince() {
		return this.decider.armed().enabling().since();
	}

	/**
	 * Return the plan in force.
	 * @return the plan
	 */
	public ChaosPlan plan() {
		return this.decider.armed().plan();
	}

	/**
	 * Return the plan in force and its version, which belong together.
	 * @return both, at one moment
	 */
	public PlanInForce inForce() {
		return this.decider.armed().inForce();
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
		return this.decider.hits(group);
	}

	/**
	 * Ask whether the next message may be hit at all, before anything is read of it: for
	 * seams that would have to make an object of it first. Each message is asked for
	 * once. Never throws.
	 * @param point where the message passes
	 * @return what to
	 * {@linkplain #decide(Prospect, InjectionPoint, MessageAccess, Object) decide} about
	 * it with, or {@code null} if it passes
	 */
	public @Nullable Prospect prospect(InjectionPoint point) {
		return this.decider.prospect(point, null);
	}

	/**
	 * Ask whether the next message may be hit at all, as
	 * {@link #prospect(InjectionPoint)} does, where nothing but its destination is known.
	 * @param point where the message passes
	 * @param destination the topic, exchange or queue
	 * @return what to
	 * {@linkplain #decide(Prospect, InjectionPoint, MessageAccess, Object) decide} about
	 * it with, or {@code null} if it passes
	 */
	public @Nullable Prospect prospect(InjectionPoint point, String destination) {
		return this.decider.prospect(point, destination);
	}

	/**
	 * Ask which of the next messages is the first that may be hit, as
	 * {@link #prospect(InjectionPoint)} does for one: for seams that get many messages at
	 * once. Those after it have to be asked for one by one.
	 * @param point where the messages pass
	 * @param most how many messages there are at most
	 * @return what to
	 * {@linkplain #decide(Prospect, InjectionPoint, MessageAccess, Object) decide} with
	 * about the message that comes after {@link Prospect#passing()} others, or
	 * {@code null} if all of them pass
	 */
	public @Nullable Prospect firstProspect(InjectionPoint point, int most) {
		return this.decider.firstProspect(point, most);
	}

	/**
	 * Return whether the plan in force may have an outage anywhere: while it has not,
	 * clients need not ask at each place.
	 * @return {@code false} if {@link #outage(InjectionPoint, MessageAccess, Object)}
	 * would answer {@code null} everywhere
	 */
	public boolean mayCutOff() {
		return this.decider.mayCutOff();
	}

	/**
	 * Decide about a message that may be hit. Never throws: an error inside chaos lets
	 * the message pass.
	 * @param <M> the broker's message type
	 * @param prospect the answer for this message
	 * @param point where the message passes
	 * @param access reads the message
	 * @param message the message
	 * @return the fault that it meets, to be carried out at once, or {@code null} for
	 * none
	 */
	public <M> @Nullable Injection decide(Prospect prospect, InjectionPoint point, MessageAccess<M> access, M message) {
		return this.decider.decide(prospect, point, access, message);
	}

	/**
	 * Decide about a message. Never throws: an error inside chaos lets the message pass.
	 * @param <M> the broker's message type
	 * @param point where the message passes
	 * @param access reads the message
	 * @param message the message
	 * @return the fault that it meets, to be carried out at once, or {@code null} for
	 * none
	 */
	public <M> @Nullable Injection decide(InjectionPoint point, MessageAccess<M> access, M message) {
		Prospect prospect = prospect(point);
		return (prospect != null) ? decide(prospect, point, access, message) : null;
	}

	/**
	 * Return the outage that holds at a place, without counting it as a fault: for
	 * clients that have to know it while no message passes. Never throws.
	 * @param <P> a kind of place, such as a partition or a queue
	 * @param point where messages would pass
	 * @param access reads the place
	 * @param place the place
	 * @return the outage, or {@code null} while there is none
	 */
	public <P> Effect.@Nullable Outage outage(InjectionPoint point, MessageAccess<P> access, P place) {
		return this.decider.outage(point, access, place);
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
	 * Open a hold for the messages of one client, to be closed with the client.
	 * @param <T> the messages
	 * @param pointOf tells where a message passes, for reports of failures
	 * @param release sends a message that leaves; what it throws is reported and keeps no
	 * other message from leaving
	 * @param sizeOf tells how many bytes a message takes, always the same once it is held
	 * @return the hold
	 */
	public <T> HeldMessages<T> hold(Function<? super T, InjectionPoint> pointOf, Consumer<? super T> release,
			ToLongFunction<? super T> sizeOf) {
		return this.holds.open(new GuardedRelease<T>(pointOf, release, this.events), sizeOf);
	}

	private boolean mayHold() {
		return this.caps.allowHold(this.decider.armed().enabling());
	}

	/**
	 * Return how many messages are held back.
	 * @return the number over all clients
	 */
	public int held() {
		return this.holds.size();
	}

	/**
	 * Run a task soon on the thread on which held messages leave.
	 * @param task the task; must not block
	 */
	public void later(Runnable task) {
		this.holds.later(task);
	}

	private synchronized void refreshActive(boolean holding) {
		this.active = this.decider.armed().plan().enabled() || holding;
	}

	/**
	 * Have a client look at the plan when there is another one, before what is held back
	 * leaves.
	 * @param observer run in the thread of the change; must neither block nor throw
	 */
	public void addPlanObserver(Runnable observer) {
		this.steering.addObserver(observer);
	}

	/**
	 * Leave a client in peace that is closed.
	 * @param observer what was added
	 */
	public void removePlanObserver(Runnable observer) {
		this.steering.removeObserver(observer);
	}

	/**
	 * Return the time.
	 * @return the time by the clock of this middleware
	 */
	public Instant now() {
		return this.events.now();
	}

	/**
	 * Return how long a time-out of a client lasts here, by the time scale that is
	 * configured.
	 * @param timeout the time-out as the client has it
	 * @return the time-out, shortened
	 */
	public Duration scaled(Duration timeout) {
		// Converts what is too long for nanoseconds to the longest time there is.
		return Duration.ofNanos(Math.round(TimeUnit.NANOSECONDS.convert(timeout) * this.settings.timeScale()));
	}

	/**
	 * Add a listener.
	 * @param listener hears all events from now on
	 */
	public void addListener(ChaosListener listener) {
		this.events.addListener(listener);
	}

	/**
	 * Tell the listeners that chaos failed and a message passed unharmed.
	 * @param point where
	 * @param cause what went wrong
	 */
	public void reportFailure(InjectionPoint point, Throwable cause) {
		this.events.failed(point, cause);
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
	 * Return whether chaos was switched off for good.
	 * @return whether the application shuts down
	 */
	public boolean isClosed() {
		return this.steering.isClosed();
	}

	/**
	 * Switch off for good and release what is held back. Called when the application
	 * begins to shut down, while its clients can still send.
	 */
	@Override
	public void close() {
		this.steering.close();
		this.holds.close();
	}

}
