package org.chaosspring.fidelity;

import java.util.List;

/**
 * What an application saw of one trouble, as far as it is the same each time: sentences
 * with classes named in full, so that two observations can be compared.
 *
 * @param facts the sentences, in the order of a test's choice
 */
public record Observation(List<String> facts) {

	/**
	 * Create an observation.
	 */
	public Observation {
		facts = List.copyOf(facts);
	}

	/**
	 * Create an observation.
	 * @param facts the sentences
	 * @return the observation
	 */
	public static Observation of(String... facts) {
		return new Observation(List.of(facts));
	}

	/**
	 * Return the sentences for readers, who need no names of packages.
	 * @return the facts, with simple names of classes as code
	 */
	public List<String> readable() {
		return this.facts.stream()
			.map((fact) -> fact.replaceAll("\\b(?:[a-z0-9_]+\\.)+([A-Z]\\w*(?:\\$\\w+)?)", "`$1`"))
			.toList();
	}

}
