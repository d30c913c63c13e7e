package org.chaosspring.demo;

import java.math.BigDecimal;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes orders at a steady rate for as long as the application runs.
 */
@Component
class OrderGenerator implements SmartLifecycle, DisposableBean {

	private static final int CUSTOMERS = 100;

	private static final int LARGEST_AMOUNT_IN_CENTS = 100_000;

	private static final int LARGEST_WEIGHT_IN_HECTOGRAMS = 300;

	private final OrderSender sender;

	private final long periodInNanos;

	private final ScheduledExecutorService executor = Executors
		.newSingleThreadScheduledExecutor((task) -> new Thread(task, "orders"));

	/** How many orders each customer made; the one thread of the executor counts. */
	private final long[] numbers = new long[CUSTOMERS];

	private @Nullable ScheduledFuture<?> orders;

	OrderGenerator(OrderSender sender, DemoProperties properties) {
		this.sender = sender;
		this.periodInNanos = (long) (TimeUnit.SECONDS.toNanos(1) / properties.ordersPerSecond());
	}

	@Override
	public synchronized void start() {
		if (this.orders == null) {
			this.orders = this.executor.scheduleAtFixedRate(() -> this.sender.send(takeOrder()), 0, this.periodInNanos,
					TimeUnit.NANOSECONDS);
		}
	}

	@Override
	public synchronized void stop() {
		if (this.orders != null) {
			this.orders.cancel(false);
			this.orders = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.orders != null;
	}

	@Override
	public void destroy() {
		this.executor.shutdown();
	}

	private Order takeOrder() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		int customer = random.nextInt(CUSTOMERS);
		return new Order(UUID.randomUUID().toString(), "customer-" + customer, ++this.numbers[customer],
				BigDecimal.valueOf(1 + random.nextInt(LARGEST_AMOUNT_IN_CENTS), 2),
				BigDecimal.valueOf(1 + random.nextInt(LARGEST_WEIGHT_IN_HECTOGRAMS), 1));
	}

}
