package org.chaosspring.demo;

import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.stereotype.Component;

/**
 * Publishes the ledger as meters.
 */
@Component
class LedgerMetrics implements MeterBinder {

	private final Ledger ledger;

	LedgerMetrics(Ledger ledger) {
		this.ledger = ledger;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		count(registry, "sent", Ledger.Balance::sent);
		count(registry, "acknowledged", Ledger.Balance::acknowledged);
		count(registry, "send-failure", Ledger.Balance::sendFailures);
		count(registry, "given-up", Ledger.Balance::givenUp);
		count(registry, "processed", Ledger.Balance::processed);
		count(registry, "dead-lettered", Ledger.Balance::deadLettered);
		count(registry, "duplicate", Ledger.Balance::duplicates);
		gauge(registry, "demo.orders.in.flight", Ledger.Balance::inFlight);
		gauge(registry, "demo.orders.missing", Ledger.Balance::missing);
	}

	private void count(MeterRegistry registry, String outcome, ToLongFunction<Ledger.Balance> value) {
		FunctionCounter.builder("demo.orders", this.ledger, (ledger) -> value.applyAsLong(ledger.balance()))
			.tag("outcome", outcome)
			.register(registry);
	}

	private void gauge(MeterRegistry registry, String name, ToLongFunction<Ledger.Balance> value) {
		Gauge.builder(name, this.ledger, (ledger) -> value.applyAsLong(ledger.balance())).register(registry);
	}

}
