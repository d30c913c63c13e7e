package org.chaosspring.kafka;

import java.util.concurrent.ThreadFactory;

/**
 * Tests that platform threads are let go.
 */
class KafkaHeldThreadsTests extends KafkaHeldThreads {

	@Override
	ThreadFactory threads() {
		return Thread::new;
	}

	@Override
	boolean areVirtual() {
		return false;
	}

}
