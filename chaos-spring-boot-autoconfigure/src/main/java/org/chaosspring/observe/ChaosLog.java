package org.chaosspring.observe;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.chaosspring.engine.ChangeCause;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosEvent.CapReached;
import org.chaosspring.engine.ChaosEvent.ChangeRefused;
import org.chaosspring.engine.ChaosEvent.Expired;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.engine.ChaosEvent.HaltAcknowledged;
import org.chaosspring.engine.ChaosEvent.Halted;
import org.chaosspring.engine.ChaosEvent.InjectionFailed;
import org.chaosspring.engine.ChaosEvent.PlanChanged;
import org.chaosspring.engine.ChaosListener;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.MessageView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Writes one line for each fault and for each change of plan, made or refused, never a
 * key or a payload. Of many faults only the first few of each second are written, with
 * the number of those left out.
 */
public final class ChaosLog implements ChaosListener {

	private static final Logger LOG = LoggerFactory.getLogger(ChaosLog.class);

	private static final int FAULTS_A_SECOND = 10;

	private static final int MAX_TEXT_LENGTH = 300;

	private static final List<String> REQUEST_IDS = List.of("traceId", "request_id", "requestId");

	private static final String TRACEPARENT = "traceparent";

	/**
	 * Controls, formats such as those that turn the direction, and separators of lines
	 * and paragraphs.
	 */
	private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

	private final RateLimit faults = new RateLimit(FAULTS_A_SECOND, Duration.ofSeconds(1));

	private final Set<Class<?>> reported = ConcurrentHashMap.newKeySet();

	@Override
	public void onEvent(ChaosEvent event) {
		if (event instanceof FaultInjected fault) {
			injected(fault);
		}
		else if (event instanceof InjectionFailed failure) {
			failed(failure);
		}
		else if (event instanceof PlanChanged change) {
			changed(change);
		}
		else if (event instanceof ChangeRefused refusal) {
			LOG.warn("Chaos refused a change: {} {} (by={} reason={})", printable(refusal.field()),
					printable(refusal.expected()), printable(refusal.cause().principal()), reason(refusal.cause()));
		}
		else if (event instanceof Expired) {
			LOG.info("Chaos switched itself off, as its time is over");
		}
		else if (event instanceof Halted halted) {
			LOG.warn("Chaos switched itself off because of {}: {}", halted.halt().cause(),
					printable(halted.halt().reason()));
		}
		else if (event instanceof HaltAcknowledged acknowledgment) {
			LOG.info("Chaos may be enabled again after the halt by {} (by={} reason={})", acknowledgment.halt().cause(),
					printable(acknowledgment.cause().principal()), reason(acknowledgment.cause()));
		}
		else if (event instanceof CapReached reached && reached.first()) {
			LOG.warn("Chaos reached the cap {}; messages pass unharmed. This is logged once until chaos is off.",
					reached.cap());
		}
	}

	private void injected(FaultInjected fault) {
		if (!LOG.isInfoEnabled()) {
			return;
		}
		long leftOut = this.faults.tryPass(fault.time());
		if (leftOut < 0) {
			return;
		}
		LOG.info("Chaos injected: behavior={} point={} group={} message={} fault={} request={}{}", fault.behavior(),
				printable(fault.point().toString()), printable(fault.group()), printable(fault.identity()),
				fault.faultId(), printable(requestId(fault.message())),
				(leftOut > 0) ? " (" + leftOut + " more before it)" : "");
	}

	/**
	 * Find the id of the trace or request that the message belongs to: from the thread,
	 * which is in it when sending, else from the message itself.
	 */
	private static String requestId(@Nullable MessageView message) {
		return REQUEST_IDS.stream()
			.map(MDC::get)
			.filter((id) -> id != null && !id.isEmpty())
			.findFirst()
			.orElseGet(() -> traceOf((message != null) ? message.header(TRACEPARENT) : null));
	}

	/**
	 * Take the trace id out of a W3C trace context.
	 */
	private static String traceOf(@Nullable String traceparent) {
		return Stream.ofNullable(traceparent)
			.map((context) -> context.split("-", 4))
			.filter((parts) -> parts.length == 4)
			.map((parts) -> parts[1])
			.findFirst()
			.orElse("none");
	}

	private void failed(InjectionFailed failure) {
		if (this.reported.add(failure.cause().getClass())) {
			LOG.warn("Chaos failed at {}; the message passed unharmed. Further errors of this kind are only counted.",
					printable(failure.point().toString()), failure.cause());
		}
	}

	private static void changed(PlanChanged change) {
		PlanDifference difference = PlanDifference.between(change.from(), change.to());
		LOG.info("Chaos {}: by={} from={} to={} reason={}", mode(change.to()), printable(change.cause().principal()),
				printable(difference.from().toString()), printable(difference.to().toString()), reason(change.cause()));
	}

	private static String reason(ChangeCause cause) {
		return (cause.reason() != null) ? printable(cause.reason()) : "none";
	}

	private static String mode(ChaosPlan plan) {
		if (plan.dryRun()) {
			return "only counts what it would do";
		}
		return plan.enabled() ? "is on" : "is off";
	}

	/**
	 * Ids come from messages, and names from operators: a line break in one must not
	 * forge a line of the log, nor turn its direction.
	 */
	private static String printable(String text) {
		String cut = (text.length() > MAX_TEXT_LENGTH) ? text.substring(0, MAX_TEXT_LENGTH) : text;
		return UNPRINTABLE.matcher(cut).replaceAll("?");
	}

}
