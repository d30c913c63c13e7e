package org.chaosspring.contract;

import java.util.List;

import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ConfigurableChaosMiddleware;

/**
 * An application on some broker: it sends to one destination, and its listener
 * {@code listener} remembers what it got from there. All messages belong to one order.
 */
public interface BrokerDriver extends AutoCloseable {

	/**
	 * Return the middleware of the application.
	 * @return the middleware
	 */
	ConfigurableChaosMiddleware chaos();

	/**
	 * Return the faults so far.
	 * @return the events, in order
	 */
	List<ChaosEvent.FaultInjected> injected();

	/**
	 * Return what went wrong inside chaos.
	 * @return the events, in order
	 */
	List<ChaosEvent.InjectionFailed> failed();

	/**
	 * Send a message whose id header is the id and whose payload is
	 * {@link BrokerContract#body(String)}. Safe for several threads.
	 * @param id the id
	 */
	void send(String id);

	/**
	 * Wait until the broker, or chaos in its place, has answered for every message sent,
	 * if the client waits for answers at all.
	 */
	void awaitAnswers();

	/**
	 * Return what the listener got so far.
	 * @return the messages, in order
	 */
	List<Arrival> arrivals();

	/**
	 * Return how many messages wait at the broker, those being processed included.
	 * @return the number
	 */
	long waiting();

	@Override
	void close();

}
