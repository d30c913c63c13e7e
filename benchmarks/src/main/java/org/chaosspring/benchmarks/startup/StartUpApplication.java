package org.chaosspring.benchmarks.startup;

import java.lang.management.ManagementFactory;

import org.chaosspring.benchmarks.report.Console;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application with web, Kafka, RabbitMQ and the actuator, which ends as soon as it is
 * ready and says what that took.
 */
@SpringBootApplication
public class StartUpApplication {

	/**
	 * Start and end.
	 * @param args arguments for Spring Boot
	 */
	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(StartUpApplication.class, args);
		Console.print(StartUp.READY + ManagementFactory.getRuntimeMXBean().getUptime() + " "
				+ ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
		context.close();
	}

}
