package org.chaosspring.rabbit;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.impl.AMQCommand;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.SocketFrameHandler;
import com.rabbitmq.client.impl.recovery.AutorecoveringConnection;

/**
 * The nodes of a cluster, seen from the connections to them.
 */
final class RabbitNodes {

	private RabbitNodes() {
	}

	/**
	 * Return whether a connection leads to a node.
	 * @param connection the connection
	 * @param node its {@code host:port}, with the name or the address of the host
	 */
	static boolean isAt(Connection connection, String node) {
		InetAddress address = connection.getAddress();
		return address != null
				&& names(address).stream().anyMatch((name) -> node.equals(name + ":" + connection.getPort()));
	}

	/**
	 * Return how a host may be called, without asking the network for its name.
	 */
	private static List<String> names(InetAddress address) {
		String[] nameAndAddress = address.toString().split("/", 2);
		return List.of(nameAndAddress);
	}

	/**
	 * Tell a client something as if its broker said it.
	 */
	static void tell(Connection connection, Method method) {
		try {
			if (connection instanceof AutorecoveringConnection recovering) {
				tell(recovering.getDelegate(), method);
			}
			else if (connection instanceof AMQConnection client) {
				client.processControlCommand(new AMQCommand(method));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Have a connection end as when its node is stopped: the node says so before.
	 */
	static void stop(Connection connection) throws IOException {
		tell(connection,
				new AMQP.Connection.Close.Builder().replyCode(AMQP.CONNECTION_FORCED)
					.replyText("CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'")
					.classId(0)
					.methodId(0)
					.build());
		breakOff(connection);
	}

	/**
	 * Break a connection off, as the network does: the client finds out by itself.
	 */
	static void breakOff(Connection connection) throws IOException {
		if (connection instanceof AutorecoveringConnection recovering) {
			breakOff(recovering.getDelegate());
		}
		else if (!(connection instanceof AMQConnection client)) {
			connection.abort();
		}
		else if (client.getFrameHandler() instanceof SocketFrameHandler socket) {
			socket.close();
		}
		else {
			client.handleIoError(new EOFException());
		}
	}

}
