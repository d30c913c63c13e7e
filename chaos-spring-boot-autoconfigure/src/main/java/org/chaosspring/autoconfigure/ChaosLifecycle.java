package org.chaosspring.autoconfigure;

import org.chaosspring.engine.ChaosListener;
import org.chaosspring.engine.ConfigurableChaosMiddleware;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.SmartApplicationListener;

/**
 * Ties a middleware to its application: listeners hear it once they are all there, it
 * starts when the application accepts traffic, and it ends before the clients do. An
 * application that does not accept traffic yet is out of service by its health, which
 * would halt chaos at once.
 */
final class ChaosLifecycle implements SmartInitializingSingleton, SmartApplicationListener {

	/**
	 * What only a {@code SpringApplication} registers, which says later that the
	 * application accepts traffic.
	 */
	private static final String ARGUMENTS = "springApplicationArguments";

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

	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
		return AvailabilityChangeEvent.class.isAssignableFrom(type)
				|| ContextRefreshedEvent.class.isAssignableFrom(type)
				|| ContextClosedEvent.class.isAssignableFrom(type);
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof AvailabilityChangeEvent<?> change && change.getSource() == this.context
				&& change.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
			this.middleware.start();
		}
		else if (event instanceof ContextRefreshedEvent && event.getSource() == this.context
				&& !this.context.containsLocalBean(ARGUMENTS)) {
			this.middleware.start();
		}
		else if (event instanceof ContextClosedEvent && event.getSource() == this.context) {
			// What is held back leaves while containers run and producers can still send.
			this.middleware.close();
		}
	}

}
