package org.chaosspring.rabbit;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The place where every message passes on its way from RabbitMQ: around the channel,
 * below the listener container, so that acknowledgment modes, advice, retries and error
 * handlers see what the channel shows. A listener's sends in the same transaction pass
 * here, too.
 */
final class RabbitConsumeSeam extends RabbitProduceSeam {

	private final RabbitDeliveries deliveries;

	private final RabbitDeliveryTags tags;

	RabbitConsumeSeam(Channel delegate, RabbitProducerOrigin producer, RabbitConsumerOrigin origin,
			boolean transactional) {
		super(delegate, producer, transactional);
		this.deliveries = new RabbitDeliveries(this, origin);
		this.tags = this.deliveries.tags();
	}

	@Override
	boolean isConsuming() {
		return true;
	}

	/**
	 * Break the channel off, as if its connection broke: what is not settled comes again.
	 */
	void breakOff() {
		this.deliveries.interruption().breakOff();
	}

	void abortQuietly() {
		try {
			abort();
		}
		catch (IOException | RuntimeException ex) {
			// It has ended by itself.
		}
	}

	void cancelQuietly(String consumerTag) {
		try {
			super.basicCancel(consumerTag);
		}
		catch (IOException | RuntimeException ex) {
			// It has ended by itself.
		}
	}

	@Override
	public String basicConsume(String queue, boolean autoAck, String consumerTag, boolean noLocal, boolean exclusive,
			@Nullable Map<String, Object> arguments, Consumer callback) throws IOException {
		return super.basicConsume(queue, autoAck, consumerTag, noLocal, exclusive, arguments,
				new RabbitConsumer(this.deliveries, callback, queue, autoAck));
	}

	@Override
	public void basicCancel(String consumerTag) throws IOException {
		this.deliveries.cancel(consumerTag);
		super.basicCancel(consumerTag);
	}

	@Override
	public void basicQos(int prefetchCount) throws IOException {
		this.deliveries.prefetch(prefetchCount);
		super.basicQos(prefetchCount);
	}

	@Override
	public void basicQos(int prefetchCount, boolean global) throws IOException {
		this.deliveries.prefetch(prefetchCount);
		super.basicQos(prefetchCount, global);
	}

	@Override
	public void basicAck(long deliveryTag, boolean multiple) throws IOException {
		this.tags.settle(deliveryTag, multiple, RabbitAcknowledgment.ACK, delegate());
	}

	@Override
	public void basicNack(long deliveryTag, boolean multiple, boolean requeue) throws IOException {
		this.tags.settle(deliveryTag, multiple,
				requeue ? RabbitAcknowledgment.NACK_AND_REQUEUE : RabbitAcknowledgment.NACK, delegate());
	}

	@Override
	public void basicReject(long deliveryTag, boolean requeue) throws IOException {
		this.tags.settle(deliveryTag, false,
				requeue ? RabbitAcknowledgment.REJECT_AND_REQUEUE : RabbitAcknowledgment.REJECT, delegate());
	}

	@Override
	public AMQP.Basic.RecoverOk basicRecover(boolean requeue) throws IOException {
		this.tags.recovered();
		return super.basicRecover(requeue);
	}

	@Override
	public AMQP.Tx.CommitOk txCommit() throws IOException {
		this.tags.acknowledgeLost(delegate());
		AMQP.Tx.CommitOk committed = super.txCommit();
		this.tags.committed();
		return committed;
	}

	@Override
	public AMQP.Tx.RollbackOk txRollback() throws IOException {
		AMQP.Tx.RollbackOk rolledBack = super.txRollback();
		this.tags.rolledBack();
		return rolledBack;
	}

	@Override
	public void close() throws IOException, TimeoutException {
		this.deliveries.close();
		super.close();
		this.deliveries.afterClose();
	}

}
