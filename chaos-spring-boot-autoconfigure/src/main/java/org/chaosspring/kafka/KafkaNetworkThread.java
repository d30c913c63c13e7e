package org.chaosspring.kafka;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Stands in for the network thread of a producer, in which the application hears what
 * became of a record. The thread exists only while it is needed.
 */
final class KafkaNetworkThread implements AutoCloseable {

	private static final long IDLE_SECONDS = 10;

	private final ThreadPoolExecutor executor;

	KafkaNetworkThread(Supplier<String> clientId) {
		this.executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "kafka-producer-network-thread | " + clientId.get());
					thread.setDaemon(true);
					return thread;
				});
		this.executor.allowCoreThreadTimeOut(true);
	}

	void run(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

	/**
	 * End after the tasks that are there.
	 */
	@Override
	public void close() {
		this.executor.shutdown();
	}

}
