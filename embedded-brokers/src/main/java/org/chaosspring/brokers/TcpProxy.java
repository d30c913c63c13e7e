package org.chaosspring.brokers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network in front of a broker that can be cut: passes connections to a port of this
 * machine on, until it is told not to. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

	private static final int BUFFER_SIZE = 8192;

	private final int target;

	private final ServerSocket server;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

	/**
	 * The clients that hear nothing of their broker any more.
	 */
	private final Set<Socket> deaf = ConcurrentHashMap.newKeySet();

	private volatile boolean cut;

	private TcpProxy(int target, ServerSocket server) {
		this.target = target;
		this.server = server;
	}

	/**
	 * Open a proxy on a free port.
	 * @param target the port to which connections are passed on; nobody needs to listen
	 * there yet
	 * @return the open proxy
	 */
	public static TcpProxy open(int target) {
		TcpProxy proxy = new TcpProxy(target,
				Blocking.call("open proxy", () -> new ServerSocket(0, 0, InetAddress.getLoopbackAddress())));
		start("tcp-proxy-" + target, proxy::accept);
		return proxy;
	}

	/**
	 * Return the port on which the proxy listens.
	 * @return the port
	 */
	public int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Cut all connections, and new ones as soon as they are made.
	 */
	public void cut() {
		this.cut = true;
		this.sockets.forEach(TcpProxy::close);
	}

	/**
	 * Lose whatever the broker says from now on, on the connections that there are. They
	 * end when the broker closes them or the network is cut.
	 */
	public void loseAnswers() {
		this.deaf.addAll(this.clients);
	}

	/**
	 * Pass connections on again. Does nothing if they are not cut.
	 */
	public void restore() {
		this.cut = false;
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				this.sockets.add(client);
				this.clients.add(client);
				connect(client);
			}
			catch (IOException ex) {
				// The proxy is closed, or the client changed its mind.
			}
		}
	}

	private void connect(Socket client) {
		try {
			if (this.cut) {
				throw new IOException("cut");
			}
			Socket broker = new Socket(InetAddress.getLoopbackAddress(), this.target);
			this.sockets.add(broker);
			start("tcp-proxy-out-" + this.target, () -> pass(client, broker));
			start("tcp-proxy-in-" + this.target, () -> pass(broker, client));
			if (this.cut) {
				// Cut while it was made.
				drop(broker);
				drop(client);
			}
		}
		catch (IOException ex) {
			drop(client);
		}
	}

	private void pass(Socket from, Socket to) {
		byte[] buffer = new byte[BUFFER_SIZE];
		try {
			for (int read = from.getInputStream().read(buffer); read >= 0; read = from.getInputStream().read(buffer)) {
				if (!this.deaf.contains(to)) {
					to.getOutputStream().write(buffer, 0, read);
				}
			}
		}
		catch (IOException ex) {
			// One side has gone, so the other one goes, too.
		}
		finally {
			drop(from);
			drop(to);
		}
	}

	private void drop(Socket socket) {
		this.sockets.remove(socket);
		this.clients.remove(socket);
		this.deaf.remove(socket);
		close(socket);
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// Closed all the same.
		}
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		cut();
		Blocking.call("close proxy", () -> {
			this.server.close();
			return this.server;
		});
	}

}
