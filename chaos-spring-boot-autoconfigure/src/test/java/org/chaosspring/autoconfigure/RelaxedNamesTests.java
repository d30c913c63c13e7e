package org.chaosspring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.chaosspring.engine.InvalidPlanException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RelaxedNames}.
 */
class RelaxedNamesTests {

	private static final List<String> NAMES = List.of("message-loss", "network-delay");

	@Test
	void aNameIsFoundInEverySpelling() {
		assertThat(List.of("network-delay", "networkDelay", "network_delay", "networkdelay", "NETWORKDELAY"))
			.allSatisfy((spelled) -> assertThat(RelaxedNames.find(spelled, NAMES)).isEqualTo("network-delay"));
	}

	@Test
	void anUnknownNameStaysAsItIs() {
		assertThat(RelaxedNames.find("Network.Delay", NAMES)).isEqualTo("Network.Delay");
	}

	@Test
	void theSpellingOfEnvironmentVariablesGivesWayToAnother() {
		Map<String, Integer> bound = new LinkedHashMap<>();
		bound.put("cardpayments", 1);
		bound.put("card-payments", 1);
		bound.put("refunds", 2);
		assertThat(RelaxedNames.withoutRepetitions(bound)).containsExactly(Map.entry("card-payments", 1),
				Map.entry("refunds", 2));
	}

	@Test
	void theSpellingOfEnvironmentVariablesStaysIfItIsTheOnlyOne() {
		assertThat(RelaxedNames.withoutRepetitions(Map.of("cardpayments", 1)))
			.containsExactly(Map.entry("cardpayments", 1));
	}

	@Test
	void twoOtherSpellingsAreRefused() {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> RelaxedNames.withoutRepetitions(Map.of("card-payments", 1, "cardPayments", 1)))
			.withMessageMatching("must differ from 'card-?[pP]ayments' in more than dashes and capitals");
	}

}
