package org.chaosspring.safety;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KillSwitch}.
 */
class KillSwitchTests {

	@TempDir
	Path directory;

	@Test
	void withoutASourceItIsNotEngaged() {
		assertThat(new KillSwitch().engagedBy()).isNull();
		assertThat(new KillSwitch().closed()).isNull();
	}

	@Test
	void aFileEngagesItWhileItExists() throws IOException {
		Path file = this.directory.resolve("off");
		KillSwitch killSwitch = new KillSwitch(KillSwitch.file(file));
		assertThat(killSwitch.engagedBy()).isNull();
		Files.createFile(file);
		assertThat(killSwitch.engagedBy()).isEqualTo("the file " + file + " exists");
		assertThat(killSwitch.closed()).isEqualTo("while the kill switch is engaged: the file " + file + " exists");
		Files.delete(file);
		assertThat(killSwitch.engagedBy()).isNull();
	}

	@Test
	void aFileInADirectoryThatDoesNotExistDoesNotEngageIt() {
		assertThat(new KillSwitch(KillSwitch.file(this.directory.resolve("none/off"))).engagedBy()).isNull();
	}

	@Test
	void aDirectoryEngagesItAsAFileDoes() {
		assertThat(new KillSwitch(KillSwitch.file(this.directory)).engagedBy()).isNotNull();
	}

	@Test
	void oneOfSeveralSourcesIsEnough() {
		AtomicReference<String> second = new AtomicReference<>();
		KillSwitch killSwitch = new KillSwitch(() -> null, second::get, () -> null);
		assertThat(killSwitch.engagedBy()).isNull();
		second.set("somebody said so");
		assertThat(killSwitch.engagedBy()).isEqualTo("somebody said so");
	}

	@Test
	void theApplicationCanEngageAndReleaseIt() {
		KillSwitch killSwitch = new KillSwitch();
		killSwitch.engage("sale of the year");
		assertThat(killSwitch.engagedBy()).isEqualTo("sale of the year");
		killSwitch.release();
		assertThat(killSwitch.engagedBy()).isNull();
	}

	@Test
	void releasingItDoesNotReleaseItsSources() {
		KillSwitch killSwitch = new KillSwitch(KillSwitch.file(this.directory));
		killSwitch.engage("sale of the year");
		killSwitch.release();
		assertThat(killSwitch.engagedBy()).isEqualTo("the file " + this.directory + " exists");
	}

}
