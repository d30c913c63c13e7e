package org.chaosspring.kafka;

import java.util.concurrent.ThreadFactory;

import org.chaosspring.threads.NoPinnedCarriers;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Tests that virtual threads are let go, and let go of their carriers while they are
 * held.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
@ExtendWith(NoPinnedCarriers.class)
class KafkaVirtualThreadsTests extends KafkaHeldThreads {

	@Override
	ThreadFactory threads() {
		return new VirtualThreadTaskExecutor().getVirtualThreadFactory();
	}

	@Override
	boolean areVirtual() {
		return true;
	}

}
