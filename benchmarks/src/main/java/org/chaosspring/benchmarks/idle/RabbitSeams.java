package org.chaosspring.benchmarks.idle;

import java.io.IOException;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Consumer;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.rabbit.RabbitChaosPostProcessor;

import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/**
 * Puts RabbitMQ clients behind the seams, the way an application gets them.
 */
public final class RabbitSeams {

	private RabbitSeams() {
	}

	/**
	 * Return a channel as a template gets it while chaos is on.
	 * @param channel the channel
	 * @param chaos the middleware, which is on
	 * @return the seam
	 */
	public static Channel around(Channel channel, ConfigurableChaosMiddleware chaos) {
		return view(new IdleConnectionFactory(channel), chaos).createConnection().createChannel(false);
	}

	/**
	 * Return the connection factory as a template sees it.
	 * @param factory the factory
	 * @param chaos the middleware
	 * @return the view of it
	 */
	public static ConnectionFactory view(ConnectionFactory factory, ConfigurableChaosMiddleware chaos) {
		RabbitTemplate template = new RabbitTemplate(factory);
		postProcessor(chaos).postProcessAfterInitialization(template, "rabbitTemplate");
		return template.getConnectionFactory();
	}

	/**
	 * Return what the client gives deliveries to, in place of the consumer of a listener
	 * container.
	 * @param consumer the consumer of the container
	 * @param chaos the middleware
	 * @return the seam
	 */
	public static Consumer around(Consumer consumer, ConfigurableChaosMiddleware chaos) {
		IdleChannel channel = new IdleChannel();
		SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(
				new IdleConnectionFactory(channel));
		container.setListenerId("orders");
		postProcessor(chaos).postProcessAfterInitialization(container, "container");
		try {
			container.getConnectionFactory()
				.createConnection()
				.createChannel(false)
				.basicConsume("orders", false, "tag", false, false, null, consumer);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return channel.consumer();
	}

	private static RabbitChaosPostProcessor postProcessor(ConfigurableChaosMiddleware chaos) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("chaos", chaos);
		return new RabbitChaosPostProcessor(beans.getBeanProvider(ConfigurableChaosMiddleware.class));
	}

}
