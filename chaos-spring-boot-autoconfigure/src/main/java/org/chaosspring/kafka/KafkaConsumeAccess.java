package org.chaosspring.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.chaosspring.engine.MessageAccess;
import org.jspecify.annotations.Nullable;

/**
 * Reads records on their way to the listener.
 */
final class KafkaConsumeAccess implements MessageAccess<ConsumerRecord<?, ?>> {

	static final KafkaConsumeAccess INSTANCE = new KafkaConsumeAccess();

	private KafkaConsumeAccess() {
	}

	@Override
	public String destination(ConsumerRecord<?, ?> record) {
		return record.topic();
	}

	@Override
	public @Nullable String key(ConsumerRecord<?, ?> record) {
		return KafkaProduceAccess.text(record.key());
	}

	@Override
	public @Nullable String header(ConsumerRecord<?, ?> record, String name) {
		return KafkaProduceAccess.text(record.headers(), name);
	}

	@Override
	public String position(ConsumerRecord<?, ?> record) {
		return record.topic() + "-" + record.partition() + "@" + record.offset();
	}

}
