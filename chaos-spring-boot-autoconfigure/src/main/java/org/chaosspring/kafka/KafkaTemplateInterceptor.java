package org.chaosspring.kafka;

import java.util.Map;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;
import org.jspecify.annotations.Nullable;

/**
 * Announces which template sends, where several share a factory; the application's own
 * interceptor comes first and stays in force.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaTemplateInterceptor<K, V> implements ProducerInterceptor<K, V> {

	private final Supplier<Injector> chaos;

	private final KafkaTemplatePoints points;

	private final InjectionPoint template;

	private final @Nullable ProducerInterceptor<K, V> own;

	KafkaTemplateInterceptor(Supplier<Injector> chaos, KafkaTemplatePoints points, InjectionPoint template,
			@Nullable ProducerInterceptor<K, V> own) {
		this.chaos = chaos;
		this.points = points;
		this.template = template;
		this.own = own;
	}

	@Override
	public ProducerRecord<K, V> onSend(ProducerRecord<K, V> record) {
		ProducerRecord<K, V> sent = (this.own != null) ? this.own.onSend(record) : record;
		if (this.chaos.get().isActive()) {
			this.points.sending(this.template, sent);
		}
		return sent;
	}

	@Override
	public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
		if (this.own != null) {
			this.own.onAcknowledgement(metadata, exception);
		}
	}

	@Override
	public void close() {
		if (this.own != null) {
			this.own.close();
		}
	}

	@Override
	public void configure(Map<String, ?> configs) {
		if (this.own != null) {
			this.own.configure(configs);
		}
	}

}
