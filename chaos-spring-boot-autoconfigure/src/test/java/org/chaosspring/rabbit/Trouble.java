package org.chaosspring.rabbit;

import java.util.Map;
import java.util.function.Consumer;

import org.chaosspring.brokers.TcpProxy;

import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A trouble that a test begins and ends, really or by chaos.
 */
interface Trouble {

	/**
	 * Begin.
	 * @param application the application that is to see it
	 */
	void begin(RabbitApplication application);

	/**
	 * End. Does nothing if it did not begin.
	 * @param application the application that saw it
	 */
	void end(RabbitApplication application);

	static Trouble imposed(String condition, Map<String, ?> parameters) {
		return of((application) -> application.impose(condition, parameters),
				(application) -> application.chaos().disable());
	}

	static Trouble drawn(String behavior, Map<String, ?> parameters) {
		return of((application) -> application.always(behavior, parameters),
				(application) -> application.chaos().disable());
	}

	/**
	 * Cut the network between an application and the broker.
	 */
	static Trouble networkCut(TcpProxy proxy) {
		return of((application) -> proxy.cut(), (application) -> proxy.restore());
	}

	static Trouble brokerStopped() {
		return of((application) -> control("stop_app"), (application) -> control("start_app"));
	}

	/**
	 * Let the broker run out of memory.
	 */
	static Trouble memoryAlarm() {
		return of((application) -> control("set_vm_memory_high_watermark", "0"),
				(application) -> control("set_vm_memory_high_watermark", "0.4"));
	}

	private static void control(String... command) {
		assumeThat(RabbitBroker.broker().control(command)).as("the broker can be controlled").isTrue();
	}

	static Trouble of(Consumer<RabbitApplication> begin, Consumer<RabbitApplication> end) {
		return new Trouble() {

			private boolean began;

			@Override
			public void begin(RabbitApplication application) {
				begin.accept(application);
				this.began = true;
			}

			@Override
			public void end(RabbitApplication application) {
				if (this.began) {
					this.began = false;
					end.accept(application);
				}
			}

		};
	}

}
