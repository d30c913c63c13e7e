package org.chaosspring.benchmarks.startup;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One start of an application in a process of its own.
 *
 * @param millis how long it took from the start of the process until the application was
 * ready
 * @param classes how many classes were loaded
 */
record StartUp(double millis, double classes) {

	/**
	 * Begins the line that an application prints when it is ready.
	 */
	static final String READY = "ready: ";

	private static final Pattern NUMBERS = Pattern.compile(READY + "(\\d+) (\\d+)");

	static StartUp of(List<Path> classPath) throws IOException, InterruptedException {
		String path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				path, StartUpApplication.class.getName(), "--server.port=0", "--logging.level.root=warn",
				"--spring.main.banner-mode=off")
			.redirectErrorStream(true)
			.start();
		try (BufferedReader output = process.inputReader()) {
			String said = output.lines().collect(Collectors.joining("\n"));
			process.waitFor();
			return NUMBERS.matcher(said)
				.results()
				.map((ready) -> new StartUp(Double.parseDouble(ready.group(1)), Double.parseDouble(ready.group(2))))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("Did not start: " + said));
		}
	}

}
