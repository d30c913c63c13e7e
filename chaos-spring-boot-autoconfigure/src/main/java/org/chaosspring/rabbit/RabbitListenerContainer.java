package org.chaosspring.rabbit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.InjectionPoint;

import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;

/**
 * A listener container, as far as chaos deals with it.
 */
final class RabbitListenerContainer {

	private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

	private final AbstractMessageListenerContainer container;

	private final AtomicBoolean restarting = new AtomicBoolean();

	RabbitListenerContainer(AbstractMessageListenerContainer container) {
		this.container = container;
	}

	String name() {
		return String.valueOf(this.container.getListenerId());
	}

	/**
	 * Stop the container and start it again after a while, both in a thread of its own,
	 * as a container cannot wait for its own end.
	 * @return whether it restarts; {@code false} if it is about to already
	 */
	boolean restart(InjectionPoint point, Duration downtime, Injection hit, ConfigurableChaosMiddleware chaos) {
		if (!this.restarting.compareAndSet(false, true)) {
			return false;
		}
		Thread thread = new Thread(() -> stopAndStart(point, downtime, hit, chaos), "chaos-restart-" + name());
		thread.setDaemon(true);
		thread.start();
		return true;
	}

	private void stopAndStart(InjectionPoint point, Duration downtime, Injection hit,
			ConfigurableChaosMiddleware chaos) {
		try {
			CountDownLatch stopped = new CountDownLatch(1);
			this.container.stop(stopped::countDown);
			if (!stopped.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new IllegalStateException("Listener container did not stop within " + STOP_LIMIT);
			}
			hit.await(downtime);
			if (!chaos.isClosed() && !this.container.isRunning()) {
				this.container.start();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			chaos.reportFailure(point, ex);
		}
		finally {
			this.restarting.set(false);
		}
	}

}
