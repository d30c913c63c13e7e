package org.chaosspring.rabbit;

import java.io.IOException;

import com.rabbitmq.client.Channel;

/**
 * How a listener settles a delivery.
 */
enum RabbitAcknowledgment {

	/**
	 * It was processed.
	 */
	ACK {

		@Override
		void settle(Channel channel, long tag, boolean multiple) throws IOException {
			channel.basicAck(tag, multiple);
		}

	},

	/**
	 * It is to come again.
	 */
	NACK_AND_REQUEUE {

		@Override
		void settle(Channel channel, long tag, boolean multiple) throws IOException {
			channel.basicNack(tag, multiple, true);
		}

	},

	/**
	 * It is to be dropped or dead-lettered.
	 */
	NACK {

		@Override
		void settle(Channel channel, long tag, boolean multiple) throws IOException {
			channel.basicNack(tag, multiple, false);
		}

	},

	/**
	 * It alone is to come again, which counts as one delivery more.
	 */
	REJECT_AND_REQUEUE {

		@Override
		void settle(Channel channel, long tag, boolean multiple) throws IOException {
			channel.basicReject(tag, true);
		}

	},

	/**
	 * It alone is to be dropped or dead-lettered.
	 */
	REJECT {

		@Override
		void settle(Channel channel, long tag, boolean multiple) throws IOException {
			channel.basicReject(tag, false);
		}

	};

	abstract void settle(Channel channel, long tag, boolean multiple) throws IOException;

}
