package org.chaosspring.engine;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the engine is given once and for all.
 *
 * @param idHeaders the headers that name a message, the first one present wins
 * @param mark whether messages that were hit and travel on carry {@link #MARK_HEADER}
 * @param clock tells the time
 * @param random gives the calling thread its source of chance while no seed is set
 * @param timeScale what time-outs of clients are multiplied by, more than 0 and at most 1
 */
public record EngineSettings(List<String> idHeaders, boolean mark, InstantSource clock,
		Supplier<? extends RandomGenerator> random, double timeScale) {

	/**
	 * The header that a marked message carries; its value is the name of the behavior, a
	 * semicolon and the id of the fault.
	 */
	public static final String MARK_HEADER = "chaos-fault";

	/**
	 * CloudEvents and AMQP ids, marks, the system clock, and chance.
	 */
	public static final EngineSettings DEFAULT = new EngineSettings(List.of("ce_id", "message-id"), true,
			InstantSource.system(), ThreadLocalRandom::current, 1);

	/**
	 * Create settings.
	 * @throws InvalidPlanException if the time scale is out of range
	 */
	public EngineSettings {
		if (!(timeScale > 0 && timeScale <= 1)) {
			throw new InvalidPlanException("timeScale", "must be a number above 0 and at most 1 but is " + timeScale);
		}
		idHeaders = List.copyOf(idHeaders);
	}

}
