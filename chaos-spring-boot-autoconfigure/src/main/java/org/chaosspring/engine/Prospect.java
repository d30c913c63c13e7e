package org.chaosspring.engine;

/**
 * A message that may be hit, before anything is read of it. There are two for each plan,
 * so that asking about the next message costs no allocation.
 */
public final class Prospect {

	private final ArmedPlan plan;

	private final boolean candidate;

	private final int passing;

	Prospect(ArmedPlan plan, boolean candidate, int passing) {
		this.plan = plan;
		this.candidate = candidate;
		this.passing = passing;
	}

	ArmedPlan plan() {
		return this.plan;
	}

	/**
	 * Return whether the draw was done and made the message a candidate.
	 */
	boolean isCandidate() {
		return this.candidate;
	}

	/**
	 * Return how many messages of the point pass before this one.
	 * @return zero if it is the next one
	 */
	public int passing() {
		return this.passing;
	}

}
