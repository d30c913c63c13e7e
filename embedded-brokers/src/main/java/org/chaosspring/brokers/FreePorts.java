package org.chaosspring.brokers;

import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds ports that nobody listens on, for brokers that have to know theirs beforehand.
 */
final class FreePorts {

	private FreePorts() {
	}

	static List<Integer> find(int count) {
		return Blocking.call("find free ports", () -> {
			// All open at a time, so that no port is found twice.
			List<ServerSocket> sockets = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				sockets.add(new ServerSocket(0));
			}
			for (ServerSocket socket : sockets) {
				socket.close();
			}
			return sockets.stream().map(ServerSocket::getLocalPort).toList();
		});
	}

}
