package org.chaosspring.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * One message that was hit, from the decision until the effect is carried out. Whoever
 * gets one calls {@link #carryOut} exactly once, soon: a change of plan waits for it.
 */
public final class Injection {

	private final ChaosEvents events;

	private final InFlight inFlight;

	private final CountDownLatch planEnded;

	private final Allowance allowance;

	private final ChaosEvent.FaultInjected event;

	private final Effect effect;

	private final @Nullable Mark mark;

	Injection(ChaosEvents events, InFlight inFlight, ArmedPlan plan, ChaosEvent.FaultInjected event, Effect effect,
			@Nullable Mark mark) {
		this.events = events;
		this.inFlight = inFlight;
		this.planEnded = plan.ended();
		this.allowance = plan.enabling().allowance();
		this.event = event;
		this.effect = effect;
		this.mark = mark;
	}

	/**
	 * Carry the effect out and tell the listeners. If that fails, the listeners hear of
	 * it and the message has to pass unharmed.
	 * @param <C> what the broker needs to know of the message
	 * @param handler carries the effect out
	 * @param context handed on to the handler
	 * @return whether the effect was carried out; {@code false} if it could not be
	 */
	public <C> boolean carryOut(EffectHandler<C> handler, C context) {
		boolean done = false;
		try {
			done = this.effect.carryOut(handler, context);
			if (done) {
				this.events.publish(this.event);
			}
		}
		catch (Throwable ex) {
			this.events.failed(this.event.point(), ex);
		}
		finally {
			if (!done) {
				this.allowance.giveBack(this.event);
			}
			this.inFlight.exit();
		}
		return done;
	}

	/**
	 * Wait in the calling thread. Returns early when the plan that asked for it is no
	 * longer in force, or when the thread is interrupted, whose flag then stays set.
	 * @param duration how long to wait at most
	 * @return whether the full time went by
	 */
	public boolean await(Duration duration) {
		try {
			return !this.planEnded.await(duration.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	InjectionPoint point() {
		return this.event.point();
	}

	/**
	 * Return whether the plan that asked for this fault is still in force.
	 * @return whether it is
	 */
	public boolean isInForce() {
		return this.planEnded.getCount() > 0;
	}

	/**
	 * Return the mark of this fault.
	 * @return what a message carries, or {@code null} if messages are not marked
	 */
	public @Nullable Mark mark() {
		return this.mark;
	}

	@Override
	public String toString() {
		return this.event.behavior() + " at " + this.event.point() + " for " + this.event.identity();
	}

}
