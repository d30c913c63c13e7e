package org.chaosspring.brokers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The RabbitMQ that is installed on this machine, started in the foreground with a
 * directory, a node name and ports of its own, next to any other one.
 */
final class InstalledRabbitMq {

	/**
	 * The package's own script. The one on the path switches to another user.
	 */
	private static final List<Path> SERVERS = List.of(Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server"),
			Path.of("/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server"),
			Path.of("/usr/local/opt/rabbitmq/sbin/rabbitmq-server"));

	private static final String CONFIGURATION = """
			listeners.tcp.default = 127.0.0.1:%d
			disk_free_limit.absolute = 1MB
			log.console = false
			""";

	private final Path directory;

	private final Process portMapper;

	private final Callable<Process> launch;

	private final int port;

	private Process server;

	private InstalledRabbitMq(Path directory, Process portMapper, Callable<Process> launch, int port) throws Exception {
		this.directory = directory;
		this.portMapper = portMapper;
		this.launch = launch;
		this.port = port;
		this.server = launch.call();
	}

	static boolean isAvailable() {
		return server().isPresent() && portMapper().isPresent();
	}

	static Optional<PrivateRabbitMq> start() {
		return server().flatMap((server) -> portMapper().map((portMapper) -> start(server, portMapper)));
	}

	private static Optional<Path> server() {
		return SERVERS.stream().filter(Files::isExecutable).findFirst();
	}

	private static Optional<Path> portMapper() {
		return executable("epmd");
	}

	private static Optional<Path> executable(String name) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.findFirst();
	}

	private static PrivateRabbitMq start(Path server, Path portMapper) {
		int port = AmqpPort.free();
		String portMapperPort = Integer.toString(AmqpPort.free());
		return Blocking.call("start RabbitMQ", () -> {
			Path directory = Files.createTempDirectory("rabbitmq");
			Files.writeString(directory.resolve("rabbitmq.conf"), CONFIGURATION.formatted(port));
			// Started by the server it would live on, and belong to nobody.
			Process mapper = run(directory, Map.of(), portMapper.toString(), "-port", portMapperPort);
			Map<String, String> environment = environment(directory, port, portMapperPort);
			InstalledRabbitMq installed = new InstalledRabbitMq(directory, mapper,
					() -> run(directory, environment, server.toString()), port);
			String control = server.resolveSibling("rabbitmqctl").toString();
			Thread atExit = new Thread(installed::stop);
			Runtime.getRuntime().addShutdownHook(atExit);
			try {
				AmqpPort.awaitAnswer("localhost", port);
			}
			catch (IllegalStateException ex) {
				installed.stop();
				throw ex;
			}
			return PrivateRabbitMq.onLocalPort(port, (arguments) -> control(directory, environment, control, arguments),
					installed::restart, installed::stop);
		});
	}

	private static boolean control(Path directory, Map<String, String> environment, String control,
			String... arguments) {
		String[] command = Stream.concat(Stream.of(control), Arrays.stream(arguments)).toArray(String[]::new);
		return Blocking.call("control RabbitMQ", () -> run(directory, environment, command).waitFor() == 0);
	}

	private static Map<String, String> environment(Path directory, int port, String portMapperPort) {
		return Map.of("RABBITMQ_NODENAME", "chaos-" + port + "@localhost", "RABBITMQ_CONFIG_FILE",
				directory.resolve("rabbitmq.conf").toString(), "RABBITMQ_ENABLED_PLUGINS_FILE",
				directory.resolve("enabled_plugins").toString(), "RABBITMQ_MNESIA_BASE",
				directory.resolve("data").toString(), "RABBITMQ_LOG_BASE", directory.resolve("log").toString(),
				"RABBITMQ_DIST_PORT", Integer.toString(AmqpPort.free()), "ERL_EPMD_PORT", portMapperPort, "HOME",
				directory.toString());
	}

	private static Process run(Path directory, Map<String, String> environment, String... command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("console.log").toFile()));
		builder.environment().putAll(environment);
		return builder.start();
	}

	private synchronized void restart() {
		stopServer();
		this.server = Blocking.call("restart RabbitMQ", this.launch);
		AmqpPort.awaitAnswer("localhost", this.port);
	}

	private void stopServer() {
		List<ProcessHandle> started = this.server.descendants().toList();
		end(this.server);
		started.forEach(ProcessHandle::destroyForcibly);
	}

	private synchronized void stop() {
		stopServer();
		end(this.portMapper);
		delete(this.directory);
	}

	private static void end(Process process) {
		process.destroy();
		Blocking.call("stop RabbitMQ", () -> {
			if (!process.waitFor(20, TimeUnit.SECONDS)) {
				process.destroyForcibly().waitFor();
			}
			return process.exitValue();
		});
	}

	private static void delete(Path directory) {
		if (Files.exists(directory)) {
			Blocking.call("delete " + directory, () -> {
				try (Stream<Path> files = Files.walk(directory)) {
					files.sorted(Comparator.reverseOrder()).forEach((file) -> file.toFile().delete());
				}
				return directory;
			});
		}
	}

}
