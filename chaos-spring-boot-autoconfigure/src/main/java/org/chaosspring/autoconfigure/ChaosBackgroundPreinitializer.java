package org.chaosspring.autoconfigure;

import java.util.List;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.safety.Halts;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.env.StandardEnvironment;

/**
 * Has the JVM load in the background what the beans of the middleware will need: makes a
 * middleware from the defaults, as {@link ChaosAutoConfiguration} does, and throws it
 * away. Spring Boot runs it in a thread of its own while the application starts, if there
 * is more than one processor.
 */
final class ChaosBackgroundPreinitializer implements BackgroundPreinitializer {

	@Override
	public void preinitialize() {
		ChaosProperties defaults = new ChaosProperties();
		SafetyPropertiesMapper safety = new SafetyPropertiesMapper(defaults);
		StandardEnvironment environment = new StandardEnvironment();
		ChaosAutoConfiguration configuration = new ChaosAutoConfiguration();
		Halts halts = safety.halts(List::of);
		ConfigurableChaosMiddleware middleware = configuration.chaosMiddleware(defaults,
				BehaviorCatalog.builtInAnd(List.of()), ConditionCatalog.builtInAnd(List.of()),
				configuration.chaosTargetGroups(defaults), safety.killSwitch(environment), halts, environment);
		middleware.close();
		halts.close();
	}

}
