package org.chaosspring.demo;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/**
 * A Prometheus of our own that scrapes the application every second, with its data in a
 * directory of the test.
 */
final class Prometheus implements AutoCloseable {

	private static final String PROGRAM = "prometheus";

	private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

	private final HttpClient client = HttpClient.newHttpClient();

	private final JsonMapper json = new JsonMapper();

	private final Process process;

	private final URI address;

	private Prometheus(Process process, URI address) {
		this.process = process;
		this.address = address;
	}

	static boolean isInstalled() {
		return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, PROGRAM)));
	}

	/**
	 * Start, and scrape one application under two addresses, as if it were two instances.
	 */
	static Prometheus start(Path directory, String application, int port) throws IOException {
		Path configuration = Files.writeString(directory.resolve("prometheus.yml"), """
				global:
				  scrape_interval: 1s
				scrape_configs:
				  - job_name: demo
				    metrics_path: /actuator/prometheus
				    static_configs:
				      - targets: ["localhost:%2$d", "127.0.0.1:%2$d"]
				        labels:
				          application: %1$s
				""".formatted(application, port));
		String listen = "127.0.0.1:" + freePort();
		Process process = new ProcessBuilder(PROGRAM, "--config.file=" + configuration,
				"--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=" + listen)
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("prometheus.log").toFile())
			.start();
		Prometheus prometheus = new Prometheus(process, URI.create("http://" + listen));
		await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(prometheus::isReady);
		return prometheus;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private boolean isReady() throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.address.resolve("/-/ready")).build();
		return this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
	}

	/**
	 * Return the values that a label has in the series that match.
	 */
	List<String> labelValues(String label, String match) {
		JsonNode values = get("/api/v1/label/" + label + "/values?match%5B%5D=" + encoded(match));
		return StreamSupport.stream(values.spliterator(), false).map(JsonNode::stringValue).toList();
	}

	/**
	 * Return the values of an expression at this moment.
	 */
	List<Double> now(String expression) {
		return StreamSupport
			.stream(get("/api/v1/query?query=" + encoded(expression)).at("/result").spliterator(), false)
			.map((series) -> value(series.at("/value")))
			.toList();
	}

	/**
	 * Return the values of an expression over the last minute, of all series.
	 */
	List<Double> overTheLastMinute(String expression) {
		Instant now = Instant.now();
		JsonNode result = get("/api/v1/query_range?step=1s&query=" + encoded(expression) + "&start="
				+ now.minusSeconds(60).getEpochSecond() + "&end=" + now.getEpochSecond())
			.at("/result");
		return StreamSupport.stream(result.spliterator(), false)
			.map((series) -> series.at("/values"))
			.flatMap((values) -> IntStream.range(0, values.size()).mapToObj(values::get))
			.map(Prometheus::value)
			.toList();
	}

	private static double value(JsonNode sample) {
		String text = sample.get(1).stringValue();
		return switch (text) {
			case "+Inf" -> Double.POSITIVE_INFINITY;
			case "-Inf" -> Double.NEGATIVE_INFINITY;
			default -> Double.parseDouble(text);
		};
	}

	private JsonNode get(String path) {
		try {
			HttpRequest request = HttpRequest.newBuilder(this.address.resolve(path)).build();
			HttpResponse<String> response = this.client.send(request, HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new IllegalStateException(path + ": " + response.body());
			}
			return this.json.readTree(response.body()).at("/data");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().orTimeout(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
	}

}
