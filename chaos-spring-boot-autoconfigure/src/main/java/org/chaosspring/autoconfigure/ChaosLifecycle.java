package org.chaosspring.autoconfigure;

import org.chaosspring.engine.ChaosListener;
import org.chaosspring.engine.ConfigurableChaosMiddleware;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Ties a middleware to its application: listeners hear it once they are all there, and it
 * ends before the clients do.
 */
final class ChaosLifecycle implements SmartInitializingSingleton, ApplicationListener<ContextClosedEvent> {

	private final ConfigurableChaosMiddleware middleware;

	private final ObjectProvider<ChaosListener> listeners;

	private final ApplicationContext context;

	ChaosLifecycle(ConfigurableChaosMiddleware middleware, ObjectProvider<ChaosListener> listeners,
			ApplicationContext context) {
		this.middleware = middleware;
		this.listeners = listeners;
		this.context = context;
	}

	/**
	 * Add the listeners. Done late, as a listener may need the middleware itself.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.listeners.orderedStream().forEach(this.middleware::addListener);
	}

	/**
	 * Release what is held back while containers run and producers can still send.
	 */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.middleware.close();
		}
	}

}
