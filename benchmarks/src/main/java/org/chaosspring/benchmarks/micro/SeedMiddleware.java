package org.chaosspring.benchmarks.micro;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The middleware from which the idea comes, carried over from Go as it stands: fields and
 * maps under a lock for readers and writers.
 */
final class SeedMiddleware {

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private final Map<String, Boolean> targetGroups = new HashMap<>();

	private boolean enabled;

	private double failureRate = 0.01;

	void enable() {
		this.lock.writeLock().lock();
		try {
			this.enabled = true;
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	void setFailureRate(double rate) {
		this.lock.writeLock().lock();
		try {
			this.failureRate = rate;
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	void addTargetGroup(String group) {
		this.lock.writeLock().lock();
		try {
			this.targetGroups.put(group, true);
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	boolean shouldInjectChaos(String group) {
		this.lock.readLock().lock();
		try {
			if (!this.enabled) {
				return false;
			}
			if (!this.targetGroups.isEmpty() && !this.targetGroups.getOrDefault(group, false)) {
				return false;
			}
			return ThreadLocalRandom.current().nextDouble() < this.failureRate;
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	/**
	 * Return a middleware that is on, means a group, and never hits.
	 */
	static SeedMiddleware onWithoutHit(String group) {
		SeedMiddleware middleware = new SeedMiddleware();
		middleware.enable();
		middleware.setFailureRate(0);
		middleware.addTargetGroup(group);
		return middleware;
	}

}
