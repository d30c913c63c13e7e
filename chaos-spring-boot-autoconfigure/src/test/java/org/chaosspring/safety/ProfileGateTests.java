package org.chaosspring.safety;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProfileGate}.
 */
class ProfileGateTests {

	@Test
	void underOtherProfilesItIsOpen() {
		assertThat(gate(List.of(), List.of()).closed()).isNull();
		assertThat(gate(List.of("staging", "prod-like"), List.of()).closed()).isNull();
	}

	@Test
	void underOneOfTheForbiddenProfilesItIsClosed() {
		assertThat(gate(List.of("kubernetes", "prod"), List.of()).closed())
			.isEqualTo("under the profiles [prod] unless chaos.messaging.safety.allowed-profiles names them");
		assertThat(gate(List.of("production"), List.of()).closed()).isNotNull();
	}

	@Test
	void aForbiddenProfileThatIsAllowedOpensIt() {
		assertThat(gate(List.of("prod"), List.of("prod")).closed()).isNull();
	}

	@Test
	void toAllowOneProfileIsNotToAllowAnother() {
		assertThat(gate(List.of("prod", "production"), List.of("prod")).closed()).contains("[production]");
	}

	private static ProfileGate gate(List<String> active, List<String> allowed) {
		return new ProfileGate(active, ProfileGate.DEFAULT_FORBIDDEN, allowed);
	}

}
