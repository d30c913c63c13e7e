package org.chaosspring.docs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the alerts, by the tools of those who will read them.
 */
@Tool.All
class AlertTests {

	@Test
	void theRulesAreRulesForPrometheus() throws Exception {
		assertThat(Tool.PROMTOOL.run("check", "rules", "alerts/chaos.rules.yml")).contains("4 rules found");
	}

	@Test
	void theRulesTellWhatTheyShouldAndNothingElse() throws Exception {
		assertThat(Tool.PROMTOOL.run("test", "rules", "alerts/chaos.rules.test.yml")).contains("SUCCESS");
	}

	@Test
	void theExampleIsAConfigurationForAlertmanager() throws Exception {
		assertThat(Tool.AMTOOL.run("check-config", "alerts/alertmanager.yml")).contains("SUCCESS");
	}

	@ParameterizedTest
	@CsvSource({ "ChaosLeftOn, chaos", "ChaosHalted, chaos", "InstanceDown, everybody" })
	void alertsAboutChaosGoToThoseWhoCauseIt(String alert, String receiver) throws Exception {
		assertThat(Tool.AMTOOL.run("config", "routes", "test", "--config.file=alerts/alertmanager.yml",
				"alertname=" + alert))
			.endsWith(receiver + "\n");
	}

}
