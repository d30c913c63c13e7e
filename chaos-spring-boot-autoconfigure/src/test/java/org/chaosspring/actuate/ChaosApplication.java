package org.chaosspring.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.chaosspring.engine.ConfigurableChaosMiddleware;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A running application, and a client of its endpoints.
 */
final class ChaosApplication implements AutoCloseable {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static final JsonMapper JSON = new JsonMapper();

	private static final String SECURITY = Stream
		.of("web.servlet.ServletWebSecurityAutoConfiguration", "web.servlet.SecurityFilterAutoConfiguration",
				"actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
				"web.reactive.ReactiveWebSecurityAutoConfiguration",
				"actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration")
		.map("org.springframework.boot.security.autoconfigure."::concat)
		.collect(Collectors.joining(","));

	private final ConfigurableApplicationContext context;

	private ChaosApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static ChaosApplication start(WebApplicationType type, boolean ownPort, String... properties) {
		return start(new SpringApplicationBuilder(Application.class).web(type)
			.properties("spring.autoconfigure.exclude=" + SECURITY), ownPort, properties);
	}

	/**
	 * Start an application with Spring Security.
	 */
	static ChaosApplication startSecured(WebApplicationType type, boolean ownPort, Class<?> security,
			String... properties) {
		return start(new SpringApplicationBuilder(Application.class, security).web(type), ownPort, properties);
	}

	private static ChaosApplication start(SpringApplicationBuilder application, boolean ownPort, String... properties) {
		application.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.properties("server.port=0", "logging.level.root=error", "spring.reactor.netty.shutdown-quiet-period=0s",
					"management.endpoints.web.exposure.include=chaos,health,info");
		if (ownPort) {
			application.properties("management.server.port=0");
		}
		return new ChaosApplication(application.run(Stream.of(properties).map("--"::concat).toArray(String[]::new)));
	}

	static String json(Map<String, Object> value) {
		return JSON.writeValueAsString(value);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	ConfigurableChaosMiddleware chaos() {
		return this.context.getBean(ConfigurableChaosMiddleware.class);
	}

	Reply get(String path) {
		return send("GET", path, null);
	}

	Reply post(String path) {
		return send("POST", path, null);
	}

	Reply post(String path, String json) {
		return send("POST", path, json, "Content-Type", "application/json");
	}

	Reply delete(String path) {
		return send("DELETE", path, null);
	}

	Reply send(String method, String path, String body, String... headers) {
		return exchange("local.management.port", method, path,
				(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody(),
				headers);
	}

	Reply postBytes(String path, byte[] json) {
		return exchange("local.management.port", "POST", path, HttpRequest.BodyPublishers.ofByteArray(json),
				"Content-Type", "application/json");
	}

	Reply getFromApplication(String path) {
		return exchange("local.server.port", "GET", path, HttpRequest.BodyPublishers.noBody());
	}

	private Reply exchange(String port, String method, String path, HttpRequest.BodyPublisher body, String... headers) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + this.context.getEnvironment().getProperty(port) + path))
			.method(method, body);
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return new Reply(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * What was answered.
	 *
	 * @param response the response
	 */
	record Reply(HttpResponse<String> response) {

		int status() {
			return this.response.statusCode();
		}

		String body() {
			return this.response.body();
		}

		String header(String name) {
			return this.response.headers().firstValue(name).orElse(null);
		}

		Map<String, Object> json() {
			return JSON.readValue(body(), new TypeReference<>() {
			});
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { KafkaAutoConfiguration.class, RabbitAutoConfiguration.class,
			TomcatReactiveWebServerAutoConfiguration.class, TomcatReactiveManagementContextAutoConfiguration.class })
	static class Application {

		@Bean
		Greeting greeting() {
			return new Greeting();
		}

	}

	@RestController
	static class Greeting {

		@GetMapping("/greeting")
		String greet() {
			return "hello";
		}

	}

}
