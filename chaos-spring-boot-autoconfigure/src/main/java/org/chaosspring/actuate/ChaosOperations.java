package org.chaosspring.actuate;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.ChangeCause;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ChaosRefusedException;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Halt;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.engine.WeightedBehavior;
import org.chaosspring.safety.Halts;
import org.chaosspring.target.TargetGroups;
import org.jspecify.annotations.Nullable;

/**
 * What operators can do, however they reach the application. A change is checked whole
 * and made at once or not at all, and answers with the resulting state. A wrong one is
 * refused with an {@link InvalidPlanException}, one that must not be made now with a
 * {@link ChaosRefusedException}.
 */
public final class ChaosOperations {

	private static final String DURATION = "duration";

	private static final String FAILURE_RATE = "failureRate";

	private final ConfigurableChaosMiddleware middleware;

	private final BehaviorReader behaviorReader;

	private final ConditionReader conditionReader;

	private final Halts halts;

	private final StateReport report;

	/**
	 * Create operations.
	 * @param middleware what is steered
	 * @param behaviors the behaviors that can be asked for
	 * @param conditions the conditions that can be asked for
	 * @param groups the configured groups
	 * @param counts counts what the middleware does
	 * @param forecast counts what dry runs would have hit
	 * @param halts knows why chaos stopped by itself
	 */
	public ChaosOperations(ConfigurableChaosMiddleware middleware, BehaviorCatalog behaviors,
			ConditionCatalog conditions, TargetGroups groups, InjectionCounts counts, ForecastCounts forecast,
			Halts halts) {
		this.middleware = middleware;
		this.behaviorReader = new BehaviorReader(behaviors);
		this.conditionReader = new ConditionReader(conditions);
		this.report = new StateReport(middleware, behaviors, conditions, this.behaviorReader, this.conditionReader,
				groups, counts, forecast, halts);
		this.halts = halts;
	}

	ChaosState state() {
		return this.report.of(this.middleware.inForce());
	}

	/**
	 * Take a request in. One that cannot even be read is refused.
	 * @param principal who asks
	 * @param given reads what is given
	 * @return the request
	 */
	ChaosRequest receive(String principal, Supplier<Map<String, @Nullable Object>> given) {
		try {
			return ChaosRequest.of(principal, given.get());
		}
		catch (InvalidPlanException ex) {
			refuse(principal, ex.field(), ex.getMessage());
			throw ex;
		}
	}

	/**
	 * Take note of a request that is refused unread.
	 */
	void refuse(String principal, String field, String expected) {
		this.middleware.reportRefusal(field, expected, new ChangeCause(principal, null));
	}

	ChaosState change(ChaosRequest request) {
		return update(request, (plan) -> new PlanChange(request.given(), this.behaviorReader, this.conditionReader,
				this.middleware::expiresIn)
			.apply(plan));
	}

	ChaosState forecast(ChaosRequest request) {
		return update(request,
				(plan) -> PlanChange
					.toDryRun(request.given(), this.behaviorReader, this.conditionReader, this.middleware::expiresIn)
					.apply(plan));
	}

	ChaosState enable(ChaosRequest request) {
		return update(request, (plan) -> {
			Duration duration = request.fields(DURATION).duration(DURATION);
			return plan.switchedOn((duration != null) ? this.middleware.expiresIn(duration) : null);
		});
	}

	ChaosState disable(ChaosRequest request) {
		return update(request, ChaosPlan::switchedOff);
	}

	ChaosState setFailureRate(ChaosRequest request) {
		return update(request, (plan) -> {
			Double rate = request.fields(FAILURE_RATE).number(FAILURE_RATE);
			if (rate == null) {
				throw new InvalidPlanException(FAILURE_RATE, "must be given, as a number from 0 to 1");
			}
			return plan.withFailureRate(rate);
		});
	}

	ChaosState addTargetGroup(String group, ChaosRequest request) {
		return update(request, (plan) -> {
			request.fields();
			ChaosPlan.requireGroupName("group", group);
			return plan.withTargetGroup(group);
		});
	}

	ChaosState removeTargetGroup(String group, ChaosRequest request) {
		return update(request, (plan) -> {
			request.fields();
			ChaosPlan.requireGroupName("group", group);
			return plan.withoutTargetGroup(group);
		});
	}

	ChaosState setBehavior(String name, ChaosRequest request) {
		return update(request, (plan) -> {
			this.behaviorReader.requireKnown("name", name);
			WeightedBehavior weighted = this.behaviorReader.read(name, request.given());
			return plan.withBehavior(weighted.behavior(), weighted.probability());
		});
	}

	ChaosState removeBehavior(String name, ChaosRequest request) {
		return update(request, (plan) -> {
			request.fields();
			this.behaviorReader.requireKnown("name", name);
			return plan.withoutBehavior(name);
		});
	}

	ChaosState imposeCondition(String name, ChaosRequest request) {
		return update(request, (plan) -> {
			this.conditionReader.requireKnown("name", name);
			return plan.withCondition(this.conditionReader.read(name, request.given()));
		});
	}

	ChaosState liftCondition(String name, ChaosRequest request) {
		return update(request, (plan) -> {
			request.fields();
			this.conditionReader.requireKnown("name", name);
			return plan.withoutCondition(name);
		});
	}

	ChaosState acknowledge(ChaosRequest request) {
		this.middleware.update((plan) -> {
			request.fields();
			request.requireVersion(this.middleware.inForce().version());
			return plan;
		}, request.cause());
		Halt halt = this.halts.acknowledge();
		if (halt != null) {
			this.middleware.reportAcknowledgment(halt, request.cause());
		}
		return state();
	}

	ChaosState reset(ChaosRequest request) {
		return update(request, (plan) -> {
			request.fields();
			return this.middleware.configuredPlan();
		});
	}

	private ChaosState update(ChaosRequest request, UnaryOperator<ChaosPlan> change) {
		this.middleware.update((plan) -> {
			request.requireVersion(this.middleware.inForce().version());
			return change.apply(plan);
		}, request.cause());
		return state();
	}

}
