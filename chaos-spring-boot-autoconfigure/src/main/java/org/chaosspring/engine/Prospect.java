package org.chaosspring.engine;

/**
 * A message that may be hit, before anything is read of it. There are two for each plan,
 * so that asking costs no allocation.
 */
public final class Prospect {

	private final ArmedPlan plan;

	private final boolean candidate;

	Prospect(ArmedPlan plan, boolean candidate) {
		this.plan = plan;
		this.candidate = candidate;
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

}
