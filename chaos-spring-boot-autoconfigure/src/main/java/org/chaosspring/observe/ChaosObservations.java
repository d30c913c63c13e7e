package org.chaosspring.observe;

import java.util.Set;
import java.util.function.Supplier;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.engine.ChaosListener;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.EngineSettings;
import org.chaosspring.engine.Injector;
import org.jspecify.annotations.Nullable;

/**
 * Shows a fault on the observation of the very message that it hit: as an event, and by
 * the key {@value #BEHAVIOR}. A fault on the way to the broker is there while the
 * template observes the send. One on the way to a listener happens before the listener
 * observes anything, so that it is read from the mark that the message carries.
 *
 * <p>
 * Observations without a fault are left as they are, so that nothing is added to the
 * meters of the application while chaos is off.
 */
public final class ChaosObservations implements ChaosListener, ObservationHandler<Observation.Context> {

	/**
	 * The key of low cardinality that says which behavior or condition hit the message.
	 */
	public static final String BEHAVIOR = "chaos.behavior";

	/**
	 * The key of high cardinality that says which fault it was, by the id that is also in
	 * the log and in the mark.
	 */
	public static final String FAULT = "chaos.fault";

	private final Injector injector;

	private final Supplier<@Nullable ObservationRegistry> registry;

	private final Supplier<Set<String>> names;

	/**
	 * Create observations.
	 * @param middleware nothing is looked at while it is off
	 * @param registry the registry of the application, asked for when there is a fault
	 * @param names the behaviors and conditions that a key may name, asked for with each
	 * mark: marks come with messages and could hold anything
	 */
	public ChaosObservations(ConfigurableChaosMiddleware middleware, Supplier<@Nullable ObservationRegistry> registry,
			Supplier<Set<String>> names) {
		this.injector = middleware.injector();
		this.registry = registry;
		this.names = names;
	}

	/**
	 * Show a fault that happens while a message is sent.
	 */
	@Override
	public void onEvent(ChaosEvent event) {
		Observation observation = (event instanceof FaultInjected) ? current() : null;
		if (event instanceof FaultInjected fault && observation != null
				&& observation.getContext() instanceof SenderContext<?> sender && sender.getKind() == Kind.PRODUCER) {
			show(observation, fault.behavior(), fault.faultId());
		}
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ReceiverContext<?> receiver && receiver.getKind() == Kind.CONSUMER;
	}

	/**
	 * Show the fault that a message has behind it when it comes to its listener. Scopes
	 * may be opened more than once.
	 */
	@Override
	public void onScopeOpened(Observation.Context context) {
		if (!this.injector.isActive() || context.getLowCardinalityKeyValue(BEHAVIOR) != null) {
			return;
		}
		String mark = (context instanceof ReceiverContext<?> receiver) ? mark(receiver) : null;
		int end = (mark != null) ? mark.indexOf(';') : -1;
		if (mark == null || end < 0 || !this.names.get().contains(mark.substring(0, end))) {
			return;
		}
		Observation observation = current();
		if (observation != null && observation.getContext() == context) {
			show(observation, mark.substring(0, end), mark.substring(end + 1));
		}
	}

	private static <C> @Nullable String mark(ReceiverContext<C> receiver) {
		try {
			C message = receiver.getCarrier();
			return (message != null) ? receiver.getGetter().get(message, EngineSettings.MARK_HEADER) : null;
		}
		catch (RuntimeException ex) {
			// A header of that name that is no text is none of ours.
			return null;
		}
	}

	private static void show(Observation observation, String behavior, String fault) {
		observation.lowCardinalityKeyValue(KeyValue.of(BEHAVIOR, behavior));
		observation.highCardinalityKeyValue(KeyValue.of(FAULT, fault));
		observation.event(Observation.Event.of(FAULT, FAULT + " " + behavior));
	}

	private @Nullable Observation current() {
		ObservationRegistry known = this.registry.get();
		return (known != null) ? known.getCurrentObservation() : null;
	}

}
