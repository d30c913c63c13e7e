package org.chaosspring.rabbit;

/**
 * Threads for what must hold up neither the client nor a change of plan.
 */
final class RabbitThreads {

	private RabbitThreads() {
	}

	/**
	 * Run a task in a thread of its own.
	 */
	static Thread start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

}
