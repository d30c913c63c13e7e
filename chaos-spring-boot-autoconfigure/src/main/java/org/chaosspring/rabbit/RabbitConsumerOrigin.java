package org.chaosspring.rabbit;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import org.chaosspring.engine.Direction;
import org.chaosspring.engine.InjectionPoint;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * What the channels have in common that bring messages to one listener container, or
 * replies to one template.
 */
final class RabbitConsumerOrigin implements RabbitOrigin {

	private final @Nullable RabbitListenerContainer container;

	private final RabbitPendingErrors pendingErrors;

	private final SingletonSupplier<InjectionPoint> point;

	/**
	 * Create an origin.
	 * @param name the name of the injection point, not asked for before the first channel
	 * @param container the container, unless it is the one inside a template
	 */
	RabbitConsumerOrigin(Supplier<String> name, @Nullable RabbitListenerContainer container) {
		this.container = container;
		this.pendingErrors = (container != null) ? container.pendingErrors() : new RabbitPendingErrors();
		this.point = SingletonSupplier
			.of(() -> new InjectionPoint(RabbitProducerOrigin.BROKER, Direction.CONSUME, name.get()));
	}

	@Override
	public InjectionPoint point() {
		return this.point.obtain();
	}

	@Override
	public Collection<String> queues() {
		return (this.container != null) ? this.container.queues() : List.of("");
	}

	RabbitPendingErrors pendingErrors() {
		return this.pendingErrors;
	}

	@Nullable RabbitListenerContainer container() {
		return this.container;
	}

}
