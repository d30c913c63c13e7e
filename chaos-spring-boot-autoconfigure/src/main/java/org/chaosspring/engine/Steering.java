package org.chaosspring.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Puts one plan after the other in force, by whoever asks for it and by itself when chaos
 * has to end. A change is over when nothing of the old plan happens any more.
 */
final class Steering implements AutoCloseable {

	private static final Duration IN_FLIGHT_LIMIT = Duration.ofSeconds(1);

	private final ChaosPlan configured;

	private final Arming arming;

	private final Injector injector;

	private final Decider decider;

	private final ChaosEvents events;

	private final Watch watch;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean started;

	/**
	 * Create a steering.
	 * @param configured the plan to start with
	 * @param started whether it is in force already
	 * @param arming makes plans ready
	 * @param injector decides by the plan in force, and releases what it holds with each
	 * change
	 * @param events hear of each change
	 */
	Steering(ChaosPlan configured, boolean started, Arming arming, Injector injector, ChaosEvents events) {
		this.configured = configured;
		this.started = started;
		this.arming = arming;
		this.injector = injector;
		this.decider = injector.decider();
		this.events = events;
		this.watch = new Watch(arming.guard(), events, this::halt, this::expire);
		this.watch.over(this.decider.armed());
	}

	/**
	 * Put the configured plan in force. Does nothing the second time, or if the guard
	 * does not admit it.
	 */
	void start() {
		this.lock.lock();
		try {
			if (!this.started) {
				this.started = true;
				if (this.configured.enabled()) {
					Instant until = this.configured.until();
					update((plan) -> this.configured.dryRun() ? plan.dryRunning(until) : plan.switchedOn(until),
							ChangeCause.SYSTEM);
				}
			}
		}
		catch (ChaosRefusedException ex) {
			// The listeners have heard of it.
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Change the plan, all or nothing; changes wait for each other.
	 * @return the plan in force afterwards
	 */
	ChaosPlan update(UnaryOperator<ChaosPlan> change, ChangeCause cause) {
		this.lock.lock();
		try {
			ArmedPlan before = this.decider.armed();
			ChaosPlan to = admit(before.plan(), change, cause);
			if (!to.equals(before.plan())) {
				swap(before, to, cause);
			}
			this.injector.holds().releaseAll();
			return to;
		}
		finally {
			this.lock.unlock();
		}
	}

	private ChaosPlan admit(ChaosPlan from, UnaryOperator<ChaosPlan> change, ChangeCause cause) {
		try {
			ChaosPlan to = change.apply(from);
			if (to.enabled()) {
				requireRunning();
			}
			// Nobody is asked whether chaos may be switched off.
			return (to.equals(from) || to.equals(from.switchedOff())) ? to
					: this.arming.guard().admit(from, to, this.events.now());
		}
		catch (InvalidPlanException ex) {
			this.events.refused(ex.field(), ex.getMessage(), cause);
			throw ex;
		}
		catch (ChaosRefusedException ex) {
			this.events.refused(ex.field(), ex.getMessage(), cause);
			throw ex;
		}
	}

	private void requireRunning() {
		if (this.injector.isClosed()) {
			throw new ChaosRefusedException("enabled", "must not be true while the application shuts down");
		}
		if (!this.started) {
			throw new ChaosRefusedException("enabled", "must not be true before the application is ready");
		}
	}

	private void swap(ArmedPlan before, ChaosPlan to, ChangeCause cause) {
		ArmedPlan after = this.arming.arm(to, before);
		this.decider.swap(after);
		before.ended().countDown();
		this.decider.awaitOthers(IN_FLIGHT_LIMIT);
		this.watch.over(after);
		this.injector.planChanged();
		this.events.publish(new ChaosEvent.PlanChanged(this.events.now(), before.plan(), to, cause));
	}

	private void halt(ArmedPlan plan, Halt halt) {
		switchOff(plan, new ChaosEvent.Halted(this.events.now(), halt, plan.plan()));
	}

	private void expire(ArmedPlan plan) {
		switchOff(plan, new ChaosEvent.Expired(this.events.now(), plan.plan()));
	}

	private void switchOff(ArmedPlan plan, ChaosEvent why) {
		this.lock.lock();
		try {
			if (this.decider.armed() == plan) {
				update(ChaosPlan::switchedOff, ChangeCause.SYSTEM);
				this.events.publish(why);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void close() {
		this.injector.closing();
		update(ChaosPlan::switchedOff, ChangeCause.SYSTEM);
		this.watch.close();
		this.arming.guard().close();
	}

}
