package org.chaosspring.rabbit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Injector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.amqp.rabbit.AsyncRabbitTemplate;
import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.AbstractConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RoutingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.transaction.RabbitTransactionManager;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.function.SingletonSupplier;

/**
 * Finds templates, transaction managers and listener containers among the beans and gives
 * each of them its own view of its connection factory, whose channels are wrapped. No
 * bean is replaced or proxied.
 */
public final class RabbitChaosPostProcessor implements BeanPostProcessor {

	private static final Logger LOG = LoggerFactory.getLogger(RabbitChaosPostProcessor.class);

	private static final String CONNECTION_FACTORY = "connectionFactory";

	private static final String CONTAINER_CUSTOMIZER = "containerCustomizer";

	private final Supplier<Injector> chaos;

	private final Map<ConnectionFactory, RabbitNetwork> networks = new ConcurrentHashMap<>();

	/**
	 * Create a post-processor.
	 * @param chaos the middleware, asked for when the first channel is opened
	 */
	public RabbitChaosPostProcessor(ObjectProvider<ConfigurableChaosMiddleware> chaos) {
		this.chaos = SingletonSupplier.of(() -> chaos.getObject().injector());
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof RabbitTemplate template) {
			install(template, beanName);
		}
		else if (bean instanceof AsyncRabbitTemplate) {
			installInside(bean, beanName);
		}
		else if (bean instanceof RabbitTransactionManager manager) {
			ConnectionFactory factory = manager.getConnectionFactory();
			if (factory != null && canBeViewed(factory, beanName)) {
				manager.setConnectionFactory(
						view(new RabbitProducerOrigin(factory, this.chaos, () -> beanName, null, network(factory))));
			}
		}
		else if (bean instanceof AbstractMessageListenerContainer container) {
			install(container);
		}
		else if (bean instanceof AbstractRabbitListenerContainerFactory<?> factory) {
			customize(factory);
		}
		return bean;
	}

	private void install(RabbitTemplate template, String name) {
		ConnectionFactory factory = template.getConnectionFactory();
		if (canBeViewed(factory, name)) {
			template.setConnectionFactory(
					view(new RabbitProducerOrigin(factory, this.chaos, () -> name, template, network(factory))));
			if (template.isChannelTransacted()) {
				template.addBeforePublishPostProcessors(new RabbitTemplateInterceptor(this.chaos, name));
			}
		}
	}

	/**
	 * Reach the template and the container that an asynchronous template made for itself.
	 */
	private void installInside(Object asyncTemplate, String name) {
		DirectFieldAccessor fields = new DirectFieldAccessor(asyncTemplate);
		if (fields.getPropertyValue("template") instanceof RabbitTemplate template) {
			install(template, name);
			if (fields.getPropertyValue("directReplyToContainer") instanceof AbstractMessageListenerContainer replies) {
				replies.setConnectionFactory(template.getConnectionFactory());
			}
		}
		if (fields.getPropertyValue("container") instanceof AbstractMessageListenerContainer container) {
			install(container);
		}
	}

	private void install(AbstractMessageListenerContainer container) {
		RabbitListenerContainer known = new RabbitListenerContainer(container);
		// The getter asks a routing factory for its target.
		Object configured = new DirectFieldAccessor(container).getPropertyValue(CONNECTION_FACTORY);
		ConnectionFactory factory = (configured instanceof RabbitSendingView view) ? view.target()
				: (ConnectionFactory) configured;
		if (factory != null && canBeViewed(factory, known.name())) {
			container.setConnectionFactory(new RabbitListeningView(
					new RabbitProducerOrigin(factory, this.chaos, known::name, null, network(factory)),
					new RabbitConsumerOrigin(known::name, known)));
			known.prepareFailures();
		}
	}

	private static RabbitSendingView view(RabbitProducerOrigin origin) {
		RabbitSendingView view = new RabbitSendingView(origin);
		view.join();
		return view;
	}

	private RabbitNetwork network(ConnectionFactory factory) {
		return this.networks.computeIfAbsent(factory, (any) -> {
			RabbitNetwork network = new RabbitNetwork(this.chaos);
			factory.addConnectionListener(network);
			if (factory instanceof AbstractConnectionFactory known) {
				known.addChannelListener(network.opened());
			}
			return network;
		});
	}

	private <C extends AbstractMessageListenerContainer> void customize(
			AbstractRabbitListenerContainerFactory<C> factory) {
		// The factory has no getter; without a look, the application's own would be lost.
		Object own = new DirectFieldAccessor(factory).getPropertyValue(CONTAINER_CUSTOMIZER);
		factory.setContainerCustomizer(RabbitContainerCustomizer.after(own, this::install));
	}

	private static boolean canBeViewed(ConnectionFactory factory, String user) {
		if (factory instanceof RabbitConnectionFactoryView) {
			return false;
		}
		if (factory instanceof RoutingConnectionFactory) {
			LOG.warn("'{}' uses a routing connection factory, so that chaos cannot be injected into its messages. "
					+ "Use a connection factory for each broker.", user);
			return false;
		}
		return true;
	}

}
