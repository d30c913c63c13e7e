package org.chaosspring.kafka;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.InjectionPoint;
import org.jspecify.annotations.Nullable;

/**
 * The injection points behind one producer factory: one for each template that sends
 * through it, or one for the factory if there is none.
 */
final class KafkaTemplatePoints {

	private static final ThreadLocal<@Nullable Sending> SENDING = new ThreadLocal<>();

	static final String BROKER = "kafka";

	private final InjectionPoint factory;

	private final List<InjectionPoint> templates = new CopyOnWriteArrayList<>();

	KafkaTemplatePoints(String factoryName) {
		this.factory = new InjectionPoint(BROKER, Direction.PRODUCE, factoryName);
	}

	InjectionPoint addTemplate(String name) {
		InjectionPoint point = new InjectionPoint(BROKER, Direction.PRODUCE, name);
		this.templates.add(point);
		return point;
	}

	/**
	 * Say which template is about to send a record in this thread.
	 */
	void sending(InjectionPoint template, ProducerRecord<?, ?> record) {
		SENDING.set(new Sending(template, record));
	}

	/**
	 * Return the point that a record passes: the template that just announced this very
	 * record, else the only template, else the factory.
	 */
	InjectionPoint of(ProducerRecord<?, ?> record) {
		if (this.templates.size() == 1) {
			return this.templates.get(0);
		}
		Sending announced = this.templates.isEmpty() ? null : SENDING.get();
		if (announced == null) {
			return this.factory;
		}
		SENDING.remove();
		return announced.isFor(record) ? announced.template : this.factory;
	}

	/**
	 * Return the point of what the client does for no record in particular.
	 */
	InjectionPoint ofNoRecord() {
		return (this.templates.size() == 1) ? this.templates.get(0) : this.factory;
	}

	private record Sending(InjectionPoint template, ProducerRecord<?, ?> record) {

		@SuppressWarnings("ReferenceEquality") // this record, not an equal one
		boolean isFor(ProducerRecord<?, ?> other) {
			return this.record == other;
		}

	}

}
