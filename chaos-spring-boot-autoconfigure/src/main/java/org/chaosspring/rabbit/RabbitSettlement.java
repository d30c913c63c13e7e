package org.chaosspring.rabbit;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.listener.adapter.AbstractAdaptableMessageListener;
import org.springframework.util.ReflectionUtils;

/**
 * Asks listeners for what only newer versions of Spring AMQP know of them.
 */
final class RabbitSettlement {

	private static final @Nullable Method MAY_SETTLE_DELIVERY = maySettleDelivery();

	private RabbitSettlement() {
	}

	private static @Nullable Method maySettleDelivery() {
		try {
			return AbstractAdaptableMessageListener.class.getMethod("maySettleDelivery");
		}
		catch (NoSuchMethodException ex) {
			return null;
		}
	}

	/**
	 * Return whether a listener may settle a delivery itself. Before Spring AMQP 4.0.6
	 * nobody asks.
	 */
	static boolean mayBeBy(AbstractAdaptableMessageListener listener) {
		return MAY_SETTLE_DELIVERY == null
				|| Boolean.TRUE.equals(ReflectionUtils.invokeMethod(MAY_SETTLE_DELIVERY, listener));
	}

}
