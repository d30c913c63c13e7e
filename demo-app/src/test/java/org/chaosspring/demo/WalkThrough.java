package org.chaosspring.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Walks through the demo as the README does, on brokers inside the process or elsewhere.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "demo.orders-per-second=50", "demo.retry.interval=10ms", "demo.payment.timeout-share=0.1",
				"demo.payment.limit=900", "demo.carrier.timeout-share=0.1", "demo.carrier.limit=27" })
@DirtiesContext
abstract class WalkThrough {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final String READER = basic("reader");

	private static final String OPERATOR = basic("operator");

	@LocalServerPort
	private int port;

	@Autowired
	private OrderGenerator generator;

	@Autowired
	private EmbeddedKafkaCluster kafka;

	@Autowired
	private AmqpAdmin rabbit;

	private final HttpClient client = HttpClient.newHttpClient();

	private final JsonMapper json = new JsonMapper();

	@BeforeEach
	void takeOrders() {
		this.generator.start();
	}

	@ParameterizedTest
	@ValueSource(strings = { "orders", "shipments" })
	void theLedgerMissesExactlyWhatChaosTook(String leg) throws Exception {
		JsonNode enabled = post("/actuator/chaos", """
				{"enabled": true, "failureRate": 0.2, "targetGroups": ["%s"],
				 "behaviors": {"message-loss": {"probability": 1.0}}}""".formatted(leg));
		assertThat(enabled.at("/enabled").booleanValue()).isTrue();
		await().atMost(PATIENCE).until(() -> losses(get("/actuator/chaos"), leg) > 50);
		JsonNode disabled = post("/actuator/chaos/disable", "");
		assertThat(disabled.at("/enabled").booleanValue()).isFalse();
		this.generator.stop();
		awaitSettlement();
		assertThat(losses(get("/actuator/chaos"), leg)).isEqualTo(losses(disabled, leg));
		JsonNode ledger = get("/api/ledger");
		assertAccount(ledger.at("/orders"), losses(disabled, "orders"));
		assertAccount(ledger.at("/shipments"), losses(disabled, "shipments"));
		assertThat(count(ledger, "/shipments/sent")).isEqualTo(count(ledger, "/orders/processed"));
		assertThat(ledger.at("/" + leg).at("/missing").doubleValue()).isEqualTo(lossesInPrometheus(leg));
	}

	@ParameterizedTest
	@CsvSource({ "GET, /actuator/chaos, 401, 200, 200", "POST, /actuator/chaos/disable, 401, 403, 200",
			"DELETE, /actuator/chaos/groups/none, 401, 403, 200", "GET, /actuator/health, 200, 200, 200",
			"GET, /actuator/info, 200, 200, 200", "GET, /actuator/prometheus, 200, 200, 200",
			"GET, /api/ledger, 200, 200, 200" })
	void readersSeeAndOperatorsChangeChaosAndEverybodySeesTheRest(String method, String path, int anonymous, int reader,
			int operator) throws Exception {
		HttpRequest.Builder request = request(path).method(method, HttpRequest.BodyPublishers.noBody());
		assertThat(status(request)).isEqualTo(anonymous);
		assertThat(status(request.setHeader("Authorization", READER))).isEqualTo(reader);
		assertThat(status(request.setHeader("Authorization", OPERATOR))).isEqualTo(operator);
	}

	private void awaitSettlement() {
		await().atMost(PATIENCE).until(() -> isAcknowledged(get("/api/ledger").at("/orders")));
		await().atMost(PATIENCE).until(() -> lag("fulfillment") + lag("dead-letters") == 0);
		await().atMost(PATIENCE).until(() -> isAcknowledged(get("/api/ledger").at("/shipments")));
		await().atMost(PATIENCE).until(() -> depth(Queues.SHIPMENTS) + depth(Queues.DEAD_LETTERS) == 0);
		await().atMost(PATIENCE).until(() -> inFlight(get("/api/ledger")) == 0);
	}

	private static void assertAccount(JsonNode leg, long losses) {
		assertThat(count(leg, "/missing")).isEqualTo(losses);
		assertThat(count(leg, "/processed") + count(leg, "/deadLettered") + losses).isEqualTo(count(leg, "/sent"));
		assertThat(count(leg, "/deadLettered")).isPositive();
		assertThat(count(leg, "/sendFailures")).isZero();
	}

	private static long losses(JsonNode state, String leg) {
		return count(state, "/counts/groups/" + leg);
	}

	private static boolean isAcknowledged(JsonNode leg) {
		return count(leg, "/acknowledged") == count(leg, "/sent");
	}

	private static long inFlight(JsonNode ledger) {
		return count(ledger, "/orders/inFlight") + count(ledger, "/shipments/inFlight");
	}

	private static long count(JsonNode node, String path) {
		return node.at(path).asLong(0);
	}

	private double lossesInPrometheus(String leg) throws IOException, InterruptedException {
		return send(request("/actuator/prometheus").GET()).lines()
			.filter((line) -> line.startsWith("chaos_injected_total{") && line.contains("behavior=\"message-loss\"")
					&& line.contains("group=\"" + leg + "\""))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	/**
	 * Return how many messages wait in a queue.
	 */
	private long depth(String queue) {
		return Objects.requireNonNull(this.rabbit.getQueueInfo(queue)).getMessageCount();
	}

	/**
	 * Return how many records a listener has left to read.
	 */
	private long lag(String group) throws ExecutionException, InterruptedException {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", this.kafka.bootstrapServers()))) {
			Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(group)
				.partitionsToOffsetAndMetadata()
				.get();
			Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
			read.keySet().forEach((partition) -> ends.put(partition, OffsetSpec.latest()));
			Map<TopicPartition, ListOffsetsResultInfo> written = admin.listOffsets(ends).all().get();
			return read.entrySet()
				.stream()
				.mapToLong((entry) -> written.get(entry.getKey()).offset() - entry.getValue().offset())
				.sum();
		}
	}

	private static String basic(String name) {
		return "Basic " + Base64.getEncoder().encodeToString((name + ":" + name).getBytes(StandardCharsets.UTF_8));
	}

	private JsonNode get(String path) throws IOException, InterruptedException {
		return this.json.readTree(send(request(path).header("Authorization", READER).GET()));
	}

	private JsonNode post(String path, String body) throws IOException, InterruptedException {
		return this.json.readTree(send(request(path).header("Authorization", OPERATOR)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
	}

	private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
		HttpResponse<String> response = exchange(request);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

	private int status(HttpRequest.Builder request) throws IOException, InterruptedException {
		return exchange(request).statusCode();
	}

	private HttpResponse<String> exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
