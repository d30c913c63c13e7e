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
 */
public record EngineSettings(List<String> idHeaders, boolean mark, InstantSource clock,
		Supplier<? extends RandomGenerator> random) {

	/**
	 * The header that a marked message carries; its value is the name of the behavior, a
	 * semicolon and the id of the fault.
	 */
	public static final String MARK_HEADER = "chaos-fault";

	/**
	 * CloudEvents and AMQP ids, marks, the system clock, and chance.
	 */
	public static final EngineSettings DEFAULT = new EngineSettings(List.of("ce_id", "message-id"), true,
			InstantSource.system(), ThreadLocalRandom::current);

	/**
	 * Create settings.
	 */
	public EngineSettings {
		idHeaders = List.copyOf(idHeaders);
	}

}
