package org.chaosspring.rabbit;

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
class RabbitVirtualThreadsTests extends RabbitHeldThreads {

	@Override
	ThreadFactory threads() {
		return new VirtualThreadTaskExecutor().getVirtualThreadFactory();
	}

	@Override
	boolean areVirtual() {
		return true;
	}

}
