package org.chaosspring.autoconfigure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import org.chaosspring.engine.ConfigurableChaosMiddleware;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Starts an application with all auto-configurations that its class path calls for, and
 * ends it. Tells the names of the beans of chaos.
 */
public class StartedApplication implements Callable<NavigableSet<String>> {

	@Override
	public NavigableSet<String> call() {
		try (ConfigurableApplicationContext context = start("--chaos.messaging.enabled=true",
				"--chaos.messaging.safety.halts.health=false")) {
			if (!context.getBean(ConfigurableChaosMiddleware.class).isEnabled()) {
				throw new IllegalStateException("Chaos is off");
			}
			NavigableSet<String> beans = new TreeSet<>(Arrays.asList(context.getBeanDefinitionNames()));
			beans.removeIf((name) -> !name.toLowerCase(Locale.ROOT).contains("chaos") || name.contains("."));
			return beans;
		}
	}

	public static void main(String[] args) {
		start(args);
	}

	private static ConfigurableApplicationContext start(String... args) {
		keepTomcatFromTheJvm();
		SpringApplication application = new SpringApplication(Application.class);
		application.setDefaultProperties(Map.of("server.port", "0", "spring.main.banner-mode", "off",
				"management.endpoints.web.exposure.include", "chaos", "management.endpoints.jmx.exposure.include",
				"chaos"));
		application.setMainApplicationClass(StartedApplication.class);
		application.setRegisterShutdownHook(false);
		return application.run(args);
	}

	/**
	 * Tomcat registers itself with the JVM, which takes this once and from one class
	 * loader only.
	 */
	private static void keepTomcatFromTheJvm() {
		String factory = "org.apache.catalina.webresources.TomcatURLStreamHandlerFactory";
		ClassLoader loader = StartedApplication.class.getClassLoader();
		if (ClassUtils.isPresent(factory, loader)) {
			ReflectionUtils.invokeMethod(
					ReflectionUtils.findMethod(ClassUtils.resolveClassName(factory, loader), "disable"), null);
		}
	}

	/**
	 * Depends on nothing but auto-configuration.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

	}

}
