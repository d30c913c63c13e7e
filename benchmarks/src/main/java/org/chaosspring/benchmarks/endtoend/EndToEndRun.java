package org.chaosspring.benchmarks.endtoend;

import java.nio.file.Path;
import java.util.Optional;

import org.chaosspring.benchmarks.report.Console;
import org.chaosspring.benchmarks.report.Figures;
import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.chaosspring.brokers.PrivateRabbitMq;

import org.springframework.boot.logging.LoggingSystem;

/**
 * Measures applications on a Kafka inside this JVM and on a RabbitMQ beside it, if there
 * is one to be had.
 */
public final class EndToEndRun {

	private static final int ROUNDS_IN_SHORT = 4;

	private static final int ROUNDS_IN_FULL = 60;

	private EndToEndRun() {
	}

	/**
	 * Run the measurement.
	 * @param args the file for the figures, and {@code short} or {@code full}
	 * @throws InterruptedException if it is to end early
	 */
	public static void main(String[] args) throws InterruptedException {
		// A broker that fails to start leaves threads behind that would keep the JVM.
		Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
			Console.print(thread.getName() + ": " + failure);
			Runtime.getRuntime().halt(1);
		});
		LoggingSystem.get(EndToEndRun.class.getClassLoader()).beforeInitialize();
		Figures figures = new Figures(Path.of(args[0]));
		int rounds = args[1].equals("full") ? ROUNDS_IN_FULL : ROUNDS_IN_SHORT;
		try (EmbeddedKafkaCluster cluster = EmbeddedKafkaCluster.start(1)) {
			Rounds kafka = new Rounds("Kafka", new Trial(20_000, 1_000, 300));
			kafka.run((mode) -> new KafkaClient(cluster, mode), rounds);
			kafka.write(figures);
		}
		Optional<PrivateRabbitMq> found = PrivateRabbitMq.start();
		if (found.isEmpty()) {
			Console.print("No RabbitMQ is to be had, nothing is measured on it");
			return;
		}
		try (PrivateRabbitMq broker = found.get()) {
			Rounds rabbit = new Rounds("RabbitMQ", new Trial(5_000, 500, 300));
			rabbit.run((mode) -> new RabbitClient(broker, mode), rounds);
			rabbit.write(figures);
		}
	}

}
