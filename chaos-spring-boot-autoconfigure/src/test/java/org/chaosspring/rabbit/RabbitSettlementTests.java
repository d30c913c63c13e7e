package org.chaosspring.rabbit;

import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.adapter.AbstractAdaptableMessageListener;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RabbitSettlement}.
 */
class RabbitSettlementTests {

	private static final boolean CONTAINERS_ASK = ReflectionUtils.findMethod(AbstractAdaptableMessageListener.class,
			"maySettleDelivery") != null;

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aListenerIsAskedIfContainersOfThisVersionAsk(boolean answer) {
		RabbitFailingListener.Adapter adapter = new RabbitFailingListener.Adapter(new Listener(answer),
				new RabbitPendingErrors());
		assertThat(adapter.maySettleDelivery()).isEqualTo(answer || !CONTAINERS_ASK);
	}

	static final class Listener extends AbstractAdaptableMessageListener {

		private final boolean answer;

		Listener(boolean answer) {
			this.answer = answer;
		}

		@Override
		public void onMessage(Message message, @Nullable Channel channel) {
		}

		@SuppressWarnings("MissingOverride")
		public boolean maySettleDelivery() {
			return this.answer;
		}

	}

}
