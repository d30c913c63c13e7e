package org.chaosspring.rabbit;

import java.util.Collection;

import org.chaosspring.engine.InjectionPoint;

/**
 * Where messages come from on their way through the application.
 */
interface RabbitOrigin {

	/**
	 * Return the injection point. Not asked for before the first connection.
	 */
	InjectionPoint point();

	/**
	 * Return the queues that are consumed, or the empty name if they are not known.
	 */
	Collection<String> queues();

}
