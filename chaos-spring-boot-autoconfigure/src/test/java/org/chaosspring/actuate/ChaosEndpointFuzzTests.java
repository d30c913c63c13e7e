package org.chaosspring.actuate;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.chaosspring.Fuzz;
import org.chaosspring.engine.ChaosPlan;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint over HTTP with whatever may arrive at a port. The servers
 * themselves refuse much of it.
 */
class ChaosEndpointFuzzTests extends AbstractChaosHttpTests {

	private static final int TRIES = 250;

	private static final Pattern NOT_OF_A_LINE = Pattern.compile("[^a-zA-Z0-9/%._~-]+");

	/**
	 * What servers answer themselves to a line that is not of a version of HTTP that they
	 * know.
	 */
	private static final int VERSION_NOT_SUPPORTED = 505;

	@Test
	void noRequestIsAnError() {
		Fuzz.run(TRIES, (fuzz) -> {
			HostileRequest request = HostileRequest.any(fuzz);
			String path = fuzz.chance(80) ? request.path() : ofALine(fuzz.damaged(request.path()));
			String head = request.method() + " " + CHAOS + path
					+ " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + contentType(request);
			ChaosPlan before = application.chaos().plan();
			int status = send(head, request.body().getBytes(StandardCharsets.UTF_8));
			if (status != VERSION_NOT_SUPPORTED) {
				assertThat(status).as(head + request.body()).isBetween(200, 499);
			}
			if (status != 200) {
				assertThat(application.chaos().plan()).isSameAs(before);
			}
		});
		assertThat(Fuzz.canaryWasLoaded()).isFalse();
	}

	/**
	 * Leaves out what Spring MVC reads before it looks for who serves the request.
	 */
	private static String contentType(HostileRequest request) {
		String type = request.contentType();
		return (type != null && !type.startsWith("multipart/")) ? "Content-Type: " + type + "\r\n" : "";
	}

	/**
	 * Encode what a line of HTTP cannot hold. A server that cannot read the line asks
	 * nobody what to answer.
	 */
	private static String ofALine(String path) {
		return NOT_OF_A_LINE.matcher(path)
			.replaceAll((character) -> URLEncoder.encode(character.group(), StandardCharsets.UTF_8));
	}

	private static int send(String head, byte[] body) {
		int port = application.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(30_000);
			OutputStream output = socket.getOutputStream();
			output.write((head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
			output.write(body);
			output.flush();
			String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return reply.startsWith("HTTP/1.") ? Integer.parseInt(reply.substring(9, 12)) : 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
