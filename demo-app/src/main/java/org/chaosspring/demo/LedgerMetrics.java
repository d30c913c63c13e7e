package org.chaosspring.demo;

import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.stereotype.Component;

/**
 * Publishes the ledger as meters, those of both legs alike.
 */
@Component
class LedgerMetrics implements MeterBinder {

	private final Ledger ledger;

	LedgerMetrics(Ledger ledger) {
		this.ledger = ledger;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		bind(registry, "demo.orders", this.ledger.orders());
		bind(registry, "demo.shipments", this.ledger.shipments());
	}

	private static void bind(MeterRegistry registry, String name, Leg leg) {
		count(registry, name, "sent", leg, Leg.Balance::sent);
		count(registry, name, "acknowledged", leg, Leg.Balance::acknowledged);
		count(registry, name, "send-failure", leg, Leg.Balance::sendFailures);
		count(registry, name, "given-up", leg, Leg.Balance::givenUp);
		count(registry, name, "processed", leg, Leg.Balance::processed);
		count(registry, name, "dead-lettered", leg, Leg.Balance::deadLettered);
		count(registry, name, "duplicate", leg, Leg.Balance::duplicates);
		count(registry, name, "out-of-order", leg, Leg.Balance::outOfOrder);
		gauge(registry, name + ".in.flight", leg, Leg.Balance::inFlight);
		gauge(registry, name + ".missing", leg, Leg.Balance::missing);
	}

	private static void count(MeterRegistry registry, String name, String outcome, Leg leg,
			ToLongFunction<Leg.Balance> value) {
		FunctionCounter.builder(name, leg, (counted) -> value.applyAsLong(counted.balance()))
			.tag("outcome", outcome)
			.register(registry);
	}

	private static void gauge(MeterRegistry registry, String name, Leg leg, ToLongFunction<Leg.Balance> value) {
		Gauge.builder(name, leg, (measured) -> value.applyAsLong(measured.balance())).register(registry);
	}

}
