package org.chaosspring.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.engine.WeightedBehavior;
import org.jspecify.annotations.Nullable;

/**
 * Reads a behavior and its probability from a request.
 */
final class BehaviorReader extends CatalogReader<WeightedBehavior> {

	static final String PROBABILITY = "probability";

	private final BehaviorCatalog catalog;

	BehaviorReader(BehaviorCatalog catalog) {
		super(catalog);
		this.catalog = catalog;
	}

	@Override
	void requireTypes(Map<String, @Nullable Object> given) {
		if (given.containsKey(PROBABILITY) && !(given.get(PROBABILITY) instanceof Number)) {
			throw new InvalidPlanException(PROBABILITY, "must be a number from 0 to 1");
		}
	}

	@Override
	WeightedBehavior create(String name, Map<String, @Nullable Object> given) {
		return this.catalog.createWeighted(name, given);
	}

	@Override
	Map<String, Object> parameters(WeightedBehavior created) {
		Map<String, Object> parameters = new LinkedHashMap<>();
		parameters.put(PROBABILITY, created.probability());
		parameters.putAll(new TreeMap<>(created.behavior().parameters()));
		return parameters;
	}

}
