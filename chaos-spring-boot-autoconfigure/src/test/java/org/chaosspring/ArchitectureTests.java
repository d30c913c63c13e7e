package org.chaosspring;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.jspecify.annotations.NullMarked;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the walls between the packages, and the house rules that a machine can check.
 */
@AnalyzeClasses(packages = "org.chaosspring",
		importOptions = { DoNotIncludeTests.class, ArchitectureTests.DoNotIncludeBrokers.class })
class ArchitectureTests {

	private static final String ENGINE = "org.chaosspring.engine..";

	private static final String PARAMETER = "org.chaosspring.parameter..";

	private static final String BEHAVIOR = "org.chaosspring.behavior..";

	private static final String CONDITION = "org.chaosspring.condition..";

	private static final String TARGET = "org.chaosspring.target..";

	private static final String SAFETY = "org.chaosspring.safety..";

	private static final String HALT = "org.chaosspring.halt..";

	private static final String GAMEDAY = "org.chaosspring.gameday..";

	private static final String KAFKA = "org.chaosspring.kafka..";

	private static final String RABBIT = "org.chaosspring.rabbit..";

	private static final String OBSERVE = "org.chaosspring.observe..";

	private static final String ACTUATE = "org.chaosspring.actuate..";

	private static final String AUTOCONFIGURE = "org.chaosspring.autoconfigure..";

	private static final String[] KAFKA_CLIENT = { "org.apache.kafka..", "org.springframework.kafka.." };

	private static final String[] RABBIT_CLIENT = { "com.rabbitmq..", "org.springframework.amqp.." };

	@ArchTest
	static final ArchRule theEngineKnowsTheJdkOnly = onlyKnow(ENGINE);

	@ArchTest
	static final ArchRule parametersKnowTheEngineOnly = onlyKnow(PARAMETER, ENGINE);

	@ArchTest
	static final ArchRule behaviorsKnowTheEngineAndParametersOnly = onlyKnow(BEHAVIOR, ENGINE, PARAMETER);

	@ArchTest
	static final ArchRule conditionsKnowNoFramework = onlyKnow(CONDITION, ENGINE, PARAMETER, BEHAVIOR);

	@ArchTest
	static final ArchRule targetsKnowTheEngineOnly = onlyKnow(TARGET, ENGINE);

	@ArchTest
	static final ArchRule safetyKnowsNoFramework = onlyKnow(SAFETY, ENGINE, PARAMETER, TARGET);

	@ArchTest
	static final ArchRule gameDaysKnowNoFramework = onlyKnow(GAMEDAY, ENGINE, PARAMETER, BEHAVIOR, TARGET, SAFETY);

	@ArchTest
	static final ArchRule kafkaKnowsTheEngineAndItsOwnClientOnly = noClasses().that()
		.resideInAPackage(KAFKA)
		.should()
		.dependOnClassesThat(other(KAFKA, ENGINE).or(in(RABBIT_CLIENT)));

	@ArchTest
	static final ArchRule rabbitKnowsTheEngineAndItsOwnClientOnly = noClasses().that()
		.resideInAPackage(RABBIT)
		.should()
		.dependOnClassesThat(other(RABBIT, ENGINE).or(in(KAFKA_CLIENT)));

	@ArchTest
	static final ArchRule seamsDoNotSteerChaos = noClasses().that()
		.resideInAnyPackage(KAFKA, RABBIT)
		.and()
		.areNotAssignableTo(BeanPostProcessor.class)
		.should()
		.dependOnClassesThat()
		.belongToAnyOf(ConfigurableChaosMiddleware.class);

	@ArchTest
	static final ArchRule whatHaltsKnowsSafetyAndHealthAndMetersOnly = onlyKnow(HALT, ENGINE, PARAMETER, SAFETY,
			"org.springframework.boot.health..", "io.micrometer.core.instrument..");

	@ArchTest
	static final ArchRule whatObservesKnowsTheEngineAndNoBroker = noClasses().that()
		.resideInAPackage(OBSERVE)
		.should()
		.dependOnClassesThat(other(OBSERVE, ENGINE).or(in(KAFKA_CLIENT)).or(in(RABBIT_CLIENT)));

	@ArchTest
	static final ArchRule theEndpointKnowsNoBroker = noClasses().that()
		.resideInAPackage(ACTUATE)
		.should()
		.dependOnClassesThat(in(KAFKA, RABBIT, AUTOCONFIGURE).or(in(KAFKA_CLIENT)).or(in(RABBIT_CLIENT)));

	@ArchTest
	static final ArchRule nobodyKnowsTheAutoConfiguration = noClasses().that()
		.resideOutsideOfPackage(AUTOCONFIGURE)
		.should()
		.dependOnClassesThat(in(AUTOCONFIGURE));

	@ArchTest
	static final ArchRule onlyTheAutoConfigurationKnowsTheAutoConfigurationOfSpringBoot = noClasses().that()
		.resideOutsideOfPackage(AUTOCONFIGURE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot.autoconfigure..", "org.springframework.boot.*.autoconfigure..");

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching("org.chaosspring.(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule everyPackageIsNullMarked = classes().should(ArchCondition.from(ofANullMarkedPackage()));

	@ArchTest
	static final ArchRule autoConfigurationsAreFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration")
		.andShould()
		.resideInAPackage(AUTOCONFIGURE);

	@ArchTest
	static final ArchRule postProcessorBeansAreStatic = methods().that()
		.areAnnotatedWith(Bean.class)
		.and()
		.haveRawReturnType(assignableTo(BeanPostProcessor.class).or(assignableTo(BeanFactoryPostProcessor.class)))
		.should()
		.beStatic();

	@ArchTest
	static final ArchRule nothingIsSwitchedByAPropertyWhenTheApplicationIsBuilt = noClasses().should()
		.dependOnClassesThat()
		.areAssignableTo(ConditionalOnProperty.class);

	@ArchTest
	static final ArchRule nobodySchedulesForTheApplication = noClasses().should()
		.dependOnClassesThat()
		.areAssignableTo(EnableScheduling.class);

	@ArchTest
	static final ArchRule everybodyLogsBySlf4j = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.apache.commons.logging..", "java.util.logging..", "ch.qos.logback..",
				"org.apache.logging..");

	@ArchTest
	static final ArchRule nobodyWritesToTheConsole = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

	@ArchTest
	static final ArchRule noFieldIsInjected = GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

	@ArchTest
	static final ArchRule nobodySleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

	/**
	 * What is asked over HTTP and JMX goes through these packages.
	 */
	@ArchTest
	static final ArchRule whatReadsRequestsLoadsNothingOpensNothingAndEvaluatesNothing = noClasses().that()
		.resideInAnyPackage(ENGINE, PARAMETER, BEHAVIOR, CONDITION, TARGET, ACTUATE)
		.should()
		.dependOnClassesThat(in("java.io..", "java.nio.file..", "java.net..", "javax.script..", "java.lang.reflect..",
				"java.lang.invoke..", "org.springframework.expression..", "org.springframework.core.io")
			.and(DescribedPredicate
				.not(JavaClass.Predicates.belongToAnyOf(IOException.class, Serializable.class, InputStream.class,
						OutputStream.class, MethodHandles.class, MethodType.class, LambdaMetafactory.class))))
		.orShould()
		.dependOnClassesThat()
		.belongToAnyOf(ClassLoader.class, Runtime.class, ProcessBuilder.class)
		.orShould()
		.callMethod(Class.class, "forName", String.class);

	@ArchTest
	static void everyAutoConfigurationIsListed(JavaClasses classes) {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
			.filteredOn((name) -> name.startsWith("org.chaosspring."))
			.containsExactlyInAnyOrderElementsOf(
					classes.that(annotatedWith(AutoConfiguration.class)).stream().map(JavaClass::getName).toList());
	}

	private static ArchRule onlyKnow(String from, String... to) {
		return classes().that()
			.resideInAPackage(from)
			.should()
			.onlyDependOnClassesThat(in("java..", "org.jspecify.annotations..", from).or(in(to)))
			.allowEmptyShould(true);
	}

	private static DescribedPredicate<JavaClass> ofANullMarkedPackage() {
		return describe("of a null-marked package", (type) -> type.getPackage().isAnnotatedWith(NullMarked.class));
	}

	private static DescribedPredicate<JavaClass> other(String... known) {
		return in("org.chaosspring..").and(DescribedPredicate.not(in(known)));
	}

	private static DescribedPredicate<JavaClass> in(String... packages) {
		return JavaClass.Predicates.resideInAnyPackage(packages);
	}

	/**
	 * Leaves out the brokers for tests, which are not a part of the library.
	 */
	static final class DoNotIncludeBrokers implements ImportOption {

		@Override
		public boolean includes(Location location) {
			return !location.contains("/org/chaosspring/brokers/");
		}

	}

}
