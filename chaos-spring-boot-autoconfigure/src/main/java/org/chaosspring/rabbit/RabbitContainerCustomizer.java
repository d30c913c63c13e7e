package org.chaosspring.rabbit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.config.ContainerCustomizer;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.util.ReflectionUtils;

/**
 * Sees each container that a factory makes, after the application's own customizer. A
 * proxy, as the compiled signature of customizers differs between Spring AMQP 4.0 and
 * 4.1.
 */
final class RabbitContainerCustomizer implements InvocationHandler {

	private final @Nullable Object own;

	private final Consumer<AbstractMessageListenerContainer> customizer;

	private RabbitContainerCustomizer(@Nullable Object own, Consumer<AbstractMessageListenerContainer> customizer) {
		this.own = own;
		this.customizer = customizer;
	}

	@SuppressWarnings("unchecked")
	static <C extends AbstractMessageListenerContainer> ContainerCustomizer<C> after(@Nullable Object own,
			Consumer<AbstractMessageListenerContainer> customizer) {
		return (ContainerCustomizer<C>) Proxy.newProxyInstance(ContainerCustomizer.class.getClassLoader(),
				new Class<?>[] { ContainerCustomizer.class }, new RabbitContainerCustomizer(own, customizer));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
		Object[] given = (arguments != null) ? arguments : new Object[0];
		if (method.getDeclaringClass() == Object.class) {
			return ReflectionUtils.invokeMethod(method, this, given);
		}
		if (this.own != null) {
			ReflectionUtils.invokeMethod(method, this.own, given);
		}
		this.customizer.accept((AbstractMessageListenerContainer) given[0]);
		return null;
	}

}
