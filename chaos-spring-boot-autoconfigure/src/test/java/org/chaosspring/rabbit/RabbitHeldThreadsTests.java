package org.chaosspring.rabbit;

import java.util.concurrent.ThreadFactory;

/**
 * Tests that platform threads are let go.
 */
class RabbitHeldThreadsTests extends RabbitHeldThreads {

	@Override
	ThreadFactory threads() {
		return Thread::new;
	}

	@Override
	boolean areVirtual() {
		return false;
	}

}
