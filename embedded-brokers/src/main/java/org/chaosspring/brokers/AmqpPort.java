package org.chaosspring.brokers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Ports, and what answers at them.
 */
final class AmqpPort {

	static final int DEFAULT = 5672;

	private static final int TIMEOUT_MILLIS = 1000;

	private static final byte[] PROTOCOL_HEADER = { 'A', 'M', 'Q', 'P', 0, 0, 9, 1 };

	private static final int METHOD_FRAME = 1;

	private AmqpPort() {
	}

	static int free() {
		return Blocking.call("find a free port", () -> {
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
		});
	}

	/**
	 * Wait until a broker begins to speak AMQP 0-9-1.
	 */
	static void awaitAnswer(String host, int port) {
		Blocking.until("reach RabbitMQ at " + host + ":" + port, () -> answers(host, port));
	}

	private static boolean answers(String host, int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(PROTOCOL_HEADER);
			return socket.getInputStream().read() == METHOD_FRAME;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
