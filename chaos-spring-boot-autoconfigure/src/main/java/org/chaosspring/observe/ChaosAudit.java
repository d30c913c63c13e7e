package org.chaosspring.observe;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.chaosspring.engine.ChangeCause;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosEvent.ChangeRefused;
import org.chaosspring.engine.ChaosEvent.Expired;
import org.chaosspring.engine.ChaosEvent.HaltAcknowledged;
import org.chaosspring.engine.ChaosEvent.Halted;
import org.chaosspring.engine.ChaosEvent.PlanChanged;
import org.chaosspring.engine.ChaosListener;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes an audit event of Spring Boot for each change of plan, made or refused, each
 * time that chaos switches itself off, and when somebody takes note of it.
 */
public final class ChaosAudit implements ChaosListener {

	/**
	 * The type of the event of a change, with what differs as {@code from} and
	 * {@code to}.
	 */
	public static final String CHANGED = "CHAOS_CHANGED";

	/**
	 * The type of the event of a change that was refused, with the {@code field} that was
	 * wrong and what was {@code expected}.
	 */
	public static final String REFUSED = "CHAOS_REFUSED";

	/**
	 * The type of the event that follows a change when the time of chaos was over.
	 */
	public static final String EXPIRED = "CHAOS_EXPIRED";

	/**
	 * The type of the event that follows a change when chaos stopped itself, with the
	 * {@code cause} and the {@code reason}.
	 */
	public static final String HALTED = "CHAOS_HALTED";

	/**
	 * The type of the event of a halt that somebody took note of, with the {@code cause}
	 * of the halt.
	 */
	public static final String ACKNOWLEDGED = "CHAOS_ACKNOWLEDGED";

	private final ApplicationEventPublisher publisher;

	/**
	 * Create an audit.
	 * @param publisher takes the events
	 */
	public ChaosAudit(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void onEvent(ChaosEvent event) {
		if (event instanceof PlanChanged change) {
			PlanDifference difference = PlanDifference.between(change.from(), change.to());
			publish(change.time(), change.cause(), CHANGED, "from", difference.from(), "to", difference.to());
		}
		else if (event instanceof ChangeRefused refusal) {
			publish(refusal.time(), refusal.cause(), REFUSED, "field", refusal.field(), "expected", refusal.expected());
		}
		else if (event instanceof Expired expiry) {
			publish(expiry.time(), ChangeCause.SYSTEM, EXPIRED, "until", String.valueOf(expiry.plan().until()));
		}
		else if (event instanceof Halted halted) {
			publish(halted.time(), ChangeCause.SYSTEM, HALTED, "cause", halted.halt().cause(), "reason",
					halted.halt().reason());
		}
		else if (event instanceof HaltAcknowledged acknowledgment) {
			publish(acknowledgment.time(), acknowledgment.cause(), ACKNOWLEDGED, "cause",
					acknowledgment.halt().cause());
		}
	}

	private void publish(Instant time, ChangeCause cause, String type, Object... namesAndValues) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			data.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
		}
		if (cause.reason() != null) {
			data.put("reason", cause.reason());
		}
		this.publisher.publishEvent(new AuditApplicationEvent(new AuditEvent(time, cause.principal(), type, data)));
	}

}
