package org.chaosspring.rabbit;

import java.util.function.Supplier;

import org.chaosspring.engine.Direction;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessagePostProcessor;

/**
 * Says which template is about to send in this thread, as the channel of a transaction
 * serves several.
 */
final class RabbitTemplateInterceptor implements MessagePostProcessor {

	private static final ThreadLocal<@Nullable InjectionPoint> ANNOUNCED = new ThreadLocal<>();

	private final Supplier<Injector> chaos;

	private final InjectionPoint template;

	RabbitTemplateInterceptor(Supplier<Injector> chaos, String template) {
		this.chaos = chaos;
		this.template = new InjectionPoint(RabbitProducerOrigin.BROKER, Direction.PRODUCE, template);
	}

	@Override
	public Message postProcessMessage(Message message) {
		if (this.chaos.get().isActive()) {
			ANNOUNCED.set(this.template);
		}
		return message;
	}

	/**
	 * Return the template that is about to send, once.
	 */
	static @Nullable InjectionPoint takeAnnounced() {
		InjectionPoint announced = ANNOUNCED.get();
		if (announced != null) {
			ANNOUNCED.remove();
		}
		return announced;
	}

}
