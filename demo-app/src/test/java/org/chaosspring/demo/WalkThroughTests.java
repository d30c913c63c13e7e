package org.chaosspring.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Walks through the demo as the README does.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "demo.orders-per-second=100", "demo.payment.timeout-share=0", "demo.payment.limit=1000" })
class WalkThroughTests {

	@LocalServerPort
	private int port;

	@Autowired
	private OrderGenerator generator;

	@Autowired
	private EmbeddedKafkaCluster kafka;

	private final HttpClient client = HttpClient.newHttpClient();

	private final JsonMapper json = new JsonMapper();

	@Test
	void theLedgerMissesExactlyTheOrdersThatChaosTook() throws Exception {
		JsonNode enabled = post("/actuator/chaos", """
				{"enabled": true, "failureRate": 0.2, "targetGroups": ["orders"],
				 "behaviors": {"message-loss": {"probability": 1.0}}}""");
		assertThat(enabled.at("/enabled").booleanValue()).isTrue();
		await().until(() -> losses(get("/actuator/chaos")) > 100);
		JsonNode disabled = post("/actuator/chaos/disable", "");
		assertThat(disabled.at("/enabled").booleanValue()).isFalse();
		this.generator.stop();
		await().atMost(Duration.ofSeconds(30)).until(() -> lag("fulfillment") + lag("dead-letters") == 0);
		await().until(() -> get("/api/ledger").at("/inFlight").longValue() == 0);
		JsonNode ledger = get("/api/ledger");
		assertThat(ledger.at("/missing").longValue()).isEqualTo(losses(disabled));
		assertThat(ledger.at("/missing").longValue()).isEqualTo(losses(get("/actuator/chaos")));
		assertThat(ledger.at("/missing").doubleValue()).isEqualTo(lossesInPrometheus());
		assertThat(ledger.at("/sendFailures").longValue()).isZero();
	}

	private static long losses(JsonNode state) {
		return state.at("/counts/injected/message-loss").longValue();
	}

	private double lossesInPrometheus() throws IOException, InterruptedException {
		return send(request("/actuator/prometheus").GET()).lines()
			.filter((line) -> line.startsWith("chaos_injected_total{") && line.contains("behavior=\"message-loss\""))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
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

	private JsonNode get(String path) throws IOException, InterruptedException {
		return this.json.readTree(send(request(path).GET()));
	}

	private JsonNode post(String path, String body) throws IOException, InterruptedException {
		return this.json.readTree(send(request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
	}

	private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
		HttpResponse<String> response = this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

}
