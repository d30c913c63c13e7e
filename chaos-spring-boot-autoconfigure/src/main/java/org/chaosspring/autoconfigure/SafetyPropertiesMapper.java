package org.chaosspring.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.halt.MeterBound;
import org.chaosspring.halt.MeterStatistic;
import org.chaosspring.safety.FaultCaps;
import org.chaosspring.safety.HaltCondition;
import org.chaosspring.safety.Halts;
import org.chaosspring.safety.HoldCaps;
import org.chaosspring.safety.KillSwitch;
import org.chaosspring.safety.PlanLimits;
import org.chaosspring.safety.ProfileGate;
import org.chaosspring.safety.Protection;
import org.chaosspring.safety.SafetyGuard;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Makes of the properties below {@code safety} what keeps chaos within bounds.
 */
final class SafetyPropertiesMapper {

	private static final String ENGAGED = ChaosProperties.PREFIX + ".safety.kill-switch.engaged";

	/** The halt that one property is enough for. */
	private static final String REBALANCES = "rebalances";

	private static final String METER_REGISTRY = "io.micrometer.core.instrument.MeterRegistry";

	private final SafetyProperties properties;

	SafetyPropertiesMapper(ChaosProperties properties) {
		this.properties = properties.getSafety();
	}

	PlanLimits limits() {
		return map(() -> new PlanLimits(this.properties.getMaxDuration(), this.properties.getMaxFailureRate(),
				protection()));
	}

	private Protection protection() {
		List<String> own = this.properties.getProtectedNames();
		ChaosPropertiesMapper.requireEach("protected-names", own, SafetyPropertiesMapper::requirePattern);
		List<String> patterns = new ArrayList<>();
		if (this.properties.isProtectDeadLetters()) {
			patterns.addAll(Protection.DEAD_LETTERS);
		}
		patterns.addAll(own);
		return new Protection(patterns);
	}

	private static void requirePattern(String field, String pattern) {
		if (pattern.isBlank()) {
			throw new InvalidPlanException(field, "must be a pattern that is not blank");
		}
	}

	SafetyGuard guard(PlanLimits limits, KillSwitch killSwitch, Halts halts, Environment environment) {
		return map(() -> new SafetyGuard(limits,
				new FaultCaps(this.properties.getMaxFaultsPerSecond(), this.properties.getMaxFaults(),
						this.properties.getMaxShare()),
				new HoldCaps(this.properties.getMaxHeldMessages(), this.properties.getMaxHeldSize().toBytes()),
				killSwitch, halts, new ProfileGate(Arrays.asList(environment.getActiveProfiles()),
						this.properties.getForbiddenProfiles(), this.properties.getAllowedProfiles())));
	}

	KillSwitch killSwitch(Environment environment) {
		String file = this.properties.getKillSwitch().getFile();
		KillSwitch.Source property = () -> engaged(environment);
		return map(() -> (file != null) ? new KillSwitch(KillSwitch.file(path(file)), property)
				: new KillSwitch(property));
	}

	private static Path path(String file) {
		try {
			return Path.of(file).toAbsolutePath();
		}
		catch (InvalidPathException ex) {
			throw new InvalidPlanException("kill-switch.file", "must be the path of a file");
		}
	}

	/**
	 * Look at the property again, as its source may have changed since. What is neither
	 * true nor false counts as true.
	 */
	private static @Nullable String engaged(Environment environment) {
		String value = Binder.get(environment).bind(ENGAGED, String.class).orElse("");
		return (value.isBlank() || value.strip().equalsIgnoreCase("false")) ? null
				: "the property " + ENGAGED + " is set";
	}

	Halts halts(Supplier<List<HaltCondition>> conditions) {
		return map(() -> {
			// Nobody would look at bounds otherwise.
			if (!readMeterBounds().isEmpty() && !ClassUtils.isPresent(METER_REGISTRY, null)) {
				throw new InvalidPlanException("halts", "must not ask for meters without Micrometer on the class path");
			}
			return new Halts(conditions, this.properties.getHalts().getInterval(), InstantSource.system());
		});
	}

	/**
	 * Return the bounds of meters by the names of the halts that they cause.
	 */
	Map<String, MeterBound> meterBounds() {
		return map(this::readMeterBounds);
	}

	private Map<String, MeterBound> readMeterBounds() {
		SafetyProperties.Halts halts = this.properties.getHalts();
		Map<String, MeterBound> bounds = new LinkedHashMap<>();
		for (Map.Entry<String, SafetyProperties.Meter> meter : halts.getMeters().entrySet()) {
			bounds.put(meter.getKey(), bound(meter.getKey(), meter.getValue()));
		}
		Long rebalances = halts.getMaxRebalancesPerMinute();
		if (rebalances != null) {
			if (bounds.put(REBALANCES, boundOfRebalances(rebalances)) != null) {
				throw new InvalidPlanException("halts.meters." + REBALANCES,
						"must have another name while max-rebalances-per-minute is given");
			}
		}
		return bounds;
	}

	private static MeterBound bound(String name, SafetyProperties.Meter meter) {
		return ChaosPropertiesMapper.within("halts.meters." + name,
				() -> new MeterBound((meter.meter() != null) ? meter.meter() : "", meter.tags(), meter.statistic(),
						meter.above(), meter.below(), meter.lasting()));
	}

	private static MeterBound boundOfRebalances(long perMinute) {
		if (perMinute < 0) {
			throw new InvalidPlanException("halts.max-rebalances-per-minute",
					"must not be negative but is " + perMinute);
		}
		return new MeterBound("kafka.consumer.coordinator.rebalance.total", Map.of(), MeterStatistic.GROWTH,
				(double) perMinute, null, Duration.ofMinutes(1));
	}

	private static <T> T map(Supplier<T> conversion) {
		return ChaosPropertiesMapper.inWordsOfProperties(() -> ChaosPropertiesMapper.within("safety", conversion));
	}

}
