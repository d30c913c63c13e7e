package org.chaosspring.benchmarks.endtoend;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

/**
 * In which ways an application is run.
 */
enum Mode {

	/**
	 * Without the starter: none of its beans is there.
	 */
	WITHOUT("without the starter") {

		@Override
		List<String> properties() {
			String ours = ImportCandidates.load(AutoConfiguration.class, null)
				.getCandidates()
				.stream()
				.filter((name) -> name.startsWith("org.chaosspring."))
				.collect(Collectors.joining(","));
			return List.of("spring.autoconfigure.exclude=" + ours);
		}

	},

	/**
	 * The same once more: what tells it apart from the first is noise.
	 */
	WITHOUT_AGAIN("without again") {

		@Override
		List<String> properties() {
			return WITHOUT.properties();
		}

	},

	/**
	 * With the starter, off.
	 */
	OFF("off") {

		@Override
		List<String> properties() {
			return List.of();
		}

	},

	/**
	 * On, and no message is hit.
	 */
	ON_AT_ZERO("on at rate 0") {

		@Override
		List<String> properties() {
			return on(0);
		}

	},

	/**
	 * On, and a message in a hundred is a millisecond late, which loses none of them.
	 */
	ON_AT_ONE_PERCENT("on at 1 %, delays of 1 ms") {

		@Override
		List<String> properties() {
			return on(0.01);
		}

	};

	private final String label;

	Mode(String label) {
		this.label = label;
	}

	/**
	 * Return whether chaos is on.
	 */
	boolean isOn() {
		return this == ON_AT_ZERO || this == ON_AT_ONE_PERCENT;
	}

	/**
	 * Return the properties of an application that is run in this way.
	 */
	abstract List<String> properties();

	private static List<String> on(double rate) {
		return List.of("chaos.messaging.enabled=true", "chaos.messaging.safety.max-duration=3h",
				"chaos.messaging.failure-rate=" + rate, "chaos.messaging.behaviors.network-delay.probability=1",
				"chaos.messaging.behaviors.network-delay.delay=1ms");
	}

	@Override
	public String toString() {
		return this.label;
	}

}
