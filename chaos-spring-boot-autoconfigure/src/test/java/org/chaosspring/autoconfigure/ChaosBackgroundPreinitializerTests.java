package org.chaosspring.autoconfigure;

import java.util.Set;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ChaosBackgroundPreinitializerTests {

	@Test
	void springBootFindsIt() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
			.hasAtLeastOneElementOfType(ChaosBackgroundPreinitializer.class);
	}

	@Test
	void itLeavesNoThreadBehind() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		new ChaosBackgroundPreinitializer().preinitialize();
		// Closing does not wait until the threads have ended.
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().startsWith("chaos-"))
			.isSubsetOf(before));
	}

}
