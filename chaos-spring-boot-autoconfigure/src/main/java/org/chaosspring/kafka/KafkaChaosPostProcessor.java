package org.chaosspring.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.RoutingKafkaTemplate;
import org.springframework.util.function.SingletonSupplier;

/**
 * Finds the factories of Kafka clients among the beans and has their clients wrapped. No
 * bean is replaced or proxied.
 */
public final class KafkaChaosPostProcessor implements BeanPostProcessor, SmartInitializingSingleton {

	private static final Logger LOG = LoggerFactory.getLogger(KafkaChaosPostProcessor.class);

	private final Supplier<Injector> chaos;

	private final Supplier<KafkaListenerPoints> listeners;

	private final Map<ProducerFactory<?, ?>, KafkaTemplatePoints> producerFactories = new ConcurrentHashMap<>();

	private final Map<KafkaTemplatePoints, List<NamedTemplate>> templates = new ConcurrentHashMap<>();

	/**
	 * Create a post-processor.
	 * @param chaos the middleware, asked for when the first client is made
	 * @param listeners knows the listener containers, asked for likewise
	 */
	public KafkaChaosPostProcessor(ObjectProvider<ConfigurableChaosMiddleware> chaos,
			ObjectProvider<KafkaListenerPoints> listeners) {
		this.chaos = SingletonSupplier.of(() -> chaos.getObject().injector());
		this.listeners = listeners::getObject;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ProducerFactory<?, ?> factory) {
			points(factory, beanName);
		}
		if (bean instanceof ConsumerFactory<?, ?> factory
				&& !KafkaConsumerOrigin.install(factory, beanName, this.chaos, this.listeners)) {
			warnUnsupported(beanName);
		}
		if (bean instanceof KafkaTemplate<?, ?> template && !(bean instanceof RoutingKafkaTemplate)) {
			KafkaTemplatePoints points = points(template.getProducerFactory(), beanName);
			this.templates.computeIfAbsent(points, (any) -> new CopyOnWriteArrayList<>())
				.add(new NamedTemplate(template, points.addTemplate(beanName)));
		}
		return bean;
	}

	private KafkaTemplatePoints points(ProducerFactory<?, ?> factory, String name) {
		return this.producerFactories.computeIfAbsent(factory, (any) -> install(any, name));
	}

	private KafkaTemplatePoints install(ProducerFactory<?, ?> factory, String name) {
		KafkaTemplatePoints points = new KafkaTemplatePoints(name);
		if (KafkaProducerOrigin.install(factory, this.chaos, points) == null) {
			warnUnsupported(name);
		}
		return points;
	}

	private static void warnUnsupported(String beanName) {
		LOG.warn("The factory '{}' does not support post-processors, so that chaos cannot be injected into its "
				+ "clients. Extend DefaultKafkaProducerFactory or DefaultKafkaConsumerFactory.", beanName);
	}

	/**
	 * Where several templates share a factory, have each of them say when it sends.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		for (Map.Entry<KafkaTemplatePoints, List<NamedTemplate>> sharing : this.templates.entrySet()) {
			if (sharing.getValue().size() > 1) {
				sharing.getValue().forEach((each) -> intercept(each.template, sharing.getKey(), each.point));
			}
		}
	}

	@SuppressWarnings("unchecked")
	private <K, V> void intercept(KafkaTemplate<K, V> template, KafkaTemplatePoints points, InjectionPoint point) {
		// The template has no getter; without a look, the application's own would be
		// lost.
		Object own = new DirectFieldAccessor(template).getPropertyValue("producerInterceptor");
		template.setProducerInterceptor(
				new KafkaTemplateInterceptor<>(this.chaos, points, point, (@Nullable ProducerInterceptor<K, V>) own));
	}

	private record NamedTemplate(KafkaTemplate<?, ?> template, InjectionPoint point) {

	}

}
