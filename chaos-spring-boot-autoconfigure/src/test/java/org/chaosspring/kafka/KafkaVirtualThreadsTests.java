package org.chaosspring.kafka;

import java.util.concurrent.ThreadFactory;

import org.chaosspring.threads.PinnedCarriers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.core.task.VirtualThreadTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that virtual threads are let go, and let go of their carriers while they are
 * held.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class KafkaVirtualThreadsTests extends KafkaHeldThreads {

	private PinnedCarriers carriers;

	@BeforeEach
	void record() {
		this.carriers = new PinnedCarriers();
	}

	@AfterEach
	void noCarrierWasPinned() {
		try (PinnedCarriers recorded = this.carriers) {
			assertThat(recorded.stop()).isEmpty();
		}
	}

	@Override
	ThreadFactory threads() {
		return new VirtualThreadTaskExecutor().getVirtualThreadFactory();
	}

	@Override
	boolean areVirtual() {
		return true;
	}

}
