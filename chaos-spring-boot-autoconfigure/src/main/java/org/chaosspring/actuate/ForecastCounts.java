package org.chaosspring.actuate;

import java.util.Map;

import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosEvent.FaultForecast;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.engine.ChaosEvent.PlanChanged;
import org.chaosspring.engine.ChaosListener;
import org.chaosspring.engine.MessageView;

/**
 * Counts what a dry run would have hit, from when it begins until the next one does.
 */
public final class ForecastCounts implements ChaosListener {

	private volatile Forecast current = new Forecast();

	@Override
	public void onEvent(ChaosEvent event) {
		if (event instanceof FaultForecast forecast) {
			this.current.count(forecast.fault());
		}
		else if (event instanceof PlanChanged change && change.to().dryRun() && !change.from().dryRun()) {
			this.current = new Forecast();
		}
	}

	ChaosState.Forecast snapshot() {
		return this.current.snapshot();
	}

	/**
	 * The counts of one dry run.
	 */
	private static final class Forecast {

		private final NameCounts behaviors = new NameCounts();

		private final NameCounts groups = new NameCounts();

		private final NameCounts destinations = new NameCounts();

		private void count(FaultInjected fault) {
			this.behaviors.count(fault.behavior());
			this.groups.count(fault.group());
			MessageView message = fault.message();
			if (message != null) {
				this.destinations.count(message.destination());
			}
		}

		private ChaosState.Forecast snapshot() {
			Map<String, Long> behaviors = this.behaviors.snapshot();
			return new ChaosState.Forecast(NameCounts.total(behaviors), behaviors, this.groups.snapshot(),
					this.destinations.snapshot());
		}

	}

}
