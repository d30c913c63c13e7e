package org.chaosspring.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * What the seams of a broker know of a {@link ConfigurableChaosMiddleware}: it decides
 * about their messages and holds them back, and cannot be steered from here.
 *
 * <p>
 * Thread-safe. An error inside chaos lets the message pass.
 */
public final class Injector {

	private final EngineSettings settings;

	private final ChaosEvents events;

	private final Holds holds;

	private final Caps caps;

	private final Decider decider;

	private final List<Runnable> planObservers = new CopyOnWriteArrayList<>();

	private boolean holding;

	private volatile boolean active;

	private volatile boolean closed;

	Injector(EngineSettings settings, Targeting targeting, Guard guard, ChaosEvents events, ArmedPlan first) {
		this.settings = settings;
		this.events = events;
		this.holds = new Holds(() -> holding(held() > 0), () -> !mayHold());
		this.caps = new Caps(guard, this.holds, events);
		this.decider = new Decider(settings, targeting, this.caps, events, first, this::afterLastFault);
		refreshActive();
	}

	Decider decider() {
		return this.decider;
	}

	Holds holds() {
		return this.holds;
	}

	/**
	 * Return whether messages need a look at all: chaos is on, or something is still held
	 * back, or a fault is still being carried out. One volatile read; the first thing
	 * that a seam asks for each message.
	 * @return {@code false} if a message may pass right away
	 */
	public boolean isActive() {
		return this.active;
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

	int held() {
		return this.holds.size();
	}

	/**
	 * Run a task soon on the thread on which held messages leave.
	 * @param task the task; must not block
	 */
	public void later(Runnable task) {
		this.holds.later(task);
	}

	/**
	 * Have a client look at the plan when there is another one, before what is held back
	 * leaves.
	 * @param observer run in the thread of the change; must neither block nor throw
	 */
	public void addPlanObserver(Runnable observer) {
		this.planObservers.add(observer);
	}

	/**
	 * Leave a client in peace that is closed.
	 * @param observer what was added
	 */
	public void removePlanObserver(Runnable observer) {
		this.planObservers.remove(observer);
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
	 * Tell the listeners that chaos failed and a message passed unharmed.
	 * @param point where
	 * @param cause what went wrong
	 */
	public void reportFailure(InjectionPoint point, Throwable cause) {
		this.events.failed(point, cause);
	}

	/**
	 * Return whether chaos was switched off for good.
	 * @return whether the application shuts down
	 */
	public boolean isClosed() {
		return this.closed;
	}

	/**
	 * Take note that chaos is about to be switched off for good.
	 */
	void closing() {
		this.closed = true;
	}

	/**
	 * Have clients look at another plan, before what they hold back leaves.
	 */
	void planChanged() {
		// Seams have to look until the last message is sent, not only counted out.
		holding(!this.holds.isIdle());
		this.planObservers.forEach(Runnable::run);
	}

	private void afterLastFault() {
		if (!this.decider.armed().plan().enabled()) {
			refreshActive();
		}
	}

	private synchronized void holding(boolean anything) {
		this.holding = anything;
		refreshActive();
	}

	/**
	 * A fault that takes longer than the change of plan may have taken the client down.
	 */
	private synchronized void refreshActive() {
		this.active = this.decider.armed().plan().enabled() || this.holding || !this.decider.isIdle();
	}

}
