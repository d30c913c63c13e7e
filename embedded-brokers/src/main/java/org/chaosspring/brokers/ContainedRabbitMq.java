package org.chaosspring.brokers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A RabbitMQ in a container, where there is an engine that runs containers.
 */
final class ContainedRabbitMq {

	private static final String IMAGE = "rabbitmq:4";

	private ContainedRabbitMq() {
	}

	static boolean isAvailable() {
		return succeeds("docker", "info");
	}

	static Optional<PrivateRabbitMq> start() {
		if (!isAvailable()) {
			return Optional.empty();
		}
		int port = AmqpPort.free();
		String name = "chaos-rabbitmq-" + port;
		if (!succeeds("docker", "run", "--detach", "--rm", "--name", name, "--publish",
				"127.0.0.1:" + port + ":" + AmqpPort.DEFAULT, IMAGE)) {
			return Optional.empty();
		}
		Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(name)));
		AmqpPort.awaitAnswer("localhost", port);
		return Optional
			.of(PrivateRabbitMq.onLocalPort(port, (arguments) -> control(name, arguments), null, () -> remove(name)));
	}

	private static boolean control(String name, String... arguments) {
		return succeeds(Stream.concat(Stream.of("docker", "exec", name, "rabbitmqctl"), Arrays.stream(arguments))
			.toArray(String[]::new));
	}

	private static void remove(String name) {
		succeeds("docker", "rm", "--force", name);
	}

	private static boolean succeeds(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return process.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
