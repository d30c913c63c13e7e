package org.chaosspring.safety;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.function.LongSupplier;

import org.chaosspring.engine.Halt;
import org.jspecify.annotations.Nullable;

/**
 * Asks the conditions from when chaos is switched on until it is switched off. In doubt,
 * chaos stops.
 */
final class HaltWatch {

	static final Duration LONGEST_CHECK = Duration.ofSeconds(10);

	private final Collection<? extends HaltCondition> conditions;

	private final InstantSource clock;

	private final LongSupplier nanoTime;

	private volatile Check running;

	private volatile @Nullable Halt found;

	private volatile boolean ended;

	HaltWatch(Collection<? extends HaltCondition> conditions, InstantSource clock, LongSupplier nanoTime) {
		this.conditions = conditions;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.running = between();
	}

	void begin() {
		this.conditions.forEach((condition) -> run(condition, () -> {
			condition.begin();
			return null;
		}));
	}

	/**
	 * Ask each condition once.
	 */
	void check() {
		this.conditions.forEach((condition) -> run(condition, condition::check));
		// Also where there is nobody to ask: the thread is there.
		this.running = between();
	}

	private void run(HaltCondition condition, Question question) {
		if (this.ended || this.found != null) {
			return;
		}
		String name = condition.name();
		this.running = new Check(name, this.nanoTime.getAsLong());
		String reason = answer(question);
		if (reason != null) {
			this.found = new Halt(this.clock.instant(), name, reason);
		}
	}

	private static @Nullable String answer(Question question) {
		try {
			return question.ask();
		}
		catch (RuntimeException | Error ex) {
			// Of the message nobody knows what it holds.
			return "its check failed with " + ex.getClass().getName();
		}
	}

	/**
	 * Return what was found, from any thread.
	 */
	@Nullable Halt found(Instant now) {
		Check check = this.running;
		if (this.nanoTime.getAsLong() - check.since() > LONGEST_CHECK.toNanos()) {
			return new Halt(now, check.name(), "its check did not answer within " + LONGEST_CHECK.toSeconds() + "s");
		}
		return this.found;
	}

	/**
	 * Return what stands for the time between two checks, which is short unless the
	 * thread still waits for one from before.
	 */
	private Check between() {
		return new Check("halts", this.nanoTime.getAsLong());
	}

	boolean isOver() {
		return this.ended || this.found != null;
	}

	void end() {
		this.ended = true;
	}

	@FunctionalInterface
	private interface Question {

		@Nullable String ask();

	}

	/**
	 * A condition that is being asked.
	 *
	 * @param name its name
	 * @param since when it was asked
	 */
	private record Check(String name, long since) {

	}

}
