package org.chaosspring.actuate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.ImposedCondition;
import org.jspecify.annotations.Nullable;

/**
 * Reads a condition and whom it is imposed on from a request.
 */
final class ConditionReader extends CatalogReader<ImposedCondition> {

	private final ConditionCatalog catalog;

	ConditionReader(ConditionCatalog catalog) {
		super(catalog);
		this.catalog = catalog;
	}

	@Override
	void requireTypes(Map<String, @Nullable Object> given) {
		// The parameters of a condition are all its own.
	}

	@Override
	ImposedCondition create(String name, Map<String, @Nullable Object> given) {
		return this.catalog.createImposed(name, given);
	}

	@Override
	Map<String, Object> parameters(ImposedCondition created) {
		Map<String, Object> parameters = new TreeMap<>(created.condition().parameters());
		Direction direction = created.direction();
		parameters.put("direction", (direction != null) ? direction.label() : "both");
		parameters.put("groups", List.copyOf(created.groups()));
		return parameters;
	}

}
