package org.chaosspring.benchmarks.micro;

import java.util.Collection;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs every benchmark once, in this JVM. How long it takes is of no interest here.
 */
class MessageCostTests {

	@ParameterizedTest
	@ValueSource(classes = { MessageCost.class, KafkaListeningCost.class, RabbitSendingCost.class,
			RabbitListeningCost.class })
	void everySeamIsMeasuredInTheSameWays(Class<?> seam) throws RunnerException {
		assertThat(run(seam)).contains("bare", "off", "onWithoutHit", "seedPort", "noopAdvice");
	}

	@Test
	void groupsAreLookedUpAmongMoreAndMore() throws RunnerException {
		assertThat(run(TargetGroupCost.class)).containsExactly("lookUp", "lookUp", "lookUp");
	}

	private static List<String> run(Class<?> benchmarks) throws RunnerException {
		Collection<RunResult> results = new Runner(
				new OptionsBuilder().include("\\." + benchmarks.getSimpleName() + "\\.")
					.mode(Mode.SingleShotTime)
					.forks(0)
					.warmupIterations(0)
					.measurementIterations(1)
					.verbosity(VerboseMode.SILENT)
					.shouldFailOnError(true)
					.build())
			.run();
		return results.stream().map((result) -> result.getPrimaryResult().getLabel()).toList();
	}

}
