package org.chaosspring.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.chaosspring.engine.ChangeCause;
import org.chaosspring.engine.ChaosRefusedException;
import org.chaosspring.engine.InvalidPlanException;
import org.jspecify.annotations.Nullable;

/**
 * A change that an operator asks for.
 *
 * @param cause who asks, and why
 * @param version the version of the state that the operator has seen; {@code null} if it
 * does not matter
 * @param given what is to change
 */
record ChaosRequest(ChangeCause cause, @Nullable Long version, Map<String, @Nullable Object> given) {

	/**
	 * Stands for whoever is not known.
	 */
	static final String ANONYMOUS = "anonymous";

	private static final String REASON = "reason";

	private static final String VERSION = "version";

	/**
	 * Create a request.
	 * @param principal who asks
	 * @param given what is given, reason and version among it
	 * @throws InvalidPlanException if the reason or the version is wrong
	 */
	static ChaosRequest of(String principal, Map<String, @Nullable Object> given) {
		Map<String, @Nullable Object> frame = new LinkedHashMap<>(given);
		frame.keySet().retainAll(Set.of(REASON, VERSION));
		Map<String, @Nullable Object> content = new LinkedHashMap<>(given);
		content.keySet().removeAll(frame.keySet());
		Fields fields = new Fields(frame, REASON, VERSION);
		return new ChaosRequest(new ChangeCause(principal, fields.text(REASON)), fields.wholeNumber(VERSION), content);
	}

	/**
	 * Return what is to change.
	 * @param known the names that may be given
	 * @throws InvalidPlanException if another one is given
	 */
	Fields fields(String... known) {
		return new Fields(this.given, known);
	}

	/**
	 * Refuse a request that was made without knowledge of the latest change.
	 * @param current the version in force
	 */
	void requireVersion(long current) {
		if (this.version != null && this.version != current) {
			throw new ChaosRefusedException(VERSION, "must be " + current + ", as somebody else made a change");
		}
	}

}
