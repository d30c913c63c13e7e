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

	private static final Leisure LEISURE = new Leisure(300);

	private static final int ROUNDS_IN_SHORT = 2;

	private static final int ROUNDS_IN_FULL = 20;

	private static final int KAFKA_GENERATIONS_IN_FULL = 24;

	private static final int BURSTS = 50;

	/**
	 * Here applications differ more than the bursts of one, so that more of them count.
	 */
	private static final int RABBIT_GENERATIONS_IN_FULL = 72;

	private static final int RABBIT_BURSTS_IN_FULL = 25;

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
		boolean full = args[1].equals("full");
		try (EmbeddedKafkaCluster cluster = EmbeddedKafkaCluster.start(1)) {
			Comparison kafka = new Comparison("Kafka", figures, (mode, name) -> new KafkaClient(cluster, mode, name));
			kafka.atLeisure(LEISURE, full ? ROUNDS_IN_FULL : ROUNDS_IN_SHORT);
			// Enough that a listener polls several times.
			int messages = full ? 5_000 : 1_000;
			kafka.inBursts(new Burst(messages, messages, 500), full ? KAFKA_GENERATIONS_IN_FULL : 1, BURSTS);
		}
		Optional<PrivateRabbitMq> found = PrivateRabbitMq.start();
		if (found.isEmpty()) {
			Console.print("No RabbitMQ is to be had, nothing is measured on it");
			return;
		}
		try (PrivateRabbitMq broker = found.get()) {
			Comparison rabbit = new Comparison("RabbitMQ", figures,
					(mode, name) -> new RabbitClient(broker, mode, name));
			rabbit.atLeisure(LEISURE, full ? ROUNDS_IN_FULL : ROUNDS_IN_SHORT);
			// A confirm takes its time, and what is heard within prefetch hardly any.
			rabbit.inBursts(new Burst(300, 500, 200), full ? RABBIT_GENERATIONS_IN_FULL : 1,
					full ? RABBIT_BURSTS_IN_FULL : BURSTS);
		}
	}

}
