package org.chaosspring.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.chaosspring.engine.InvalidPlanException;

/**
 * Knows names again that were spelled in another way, as environment variables have no
 * dashes and no capitals.
 */
final class RelaxedNames {

	private RelaxedNames() {
	}

	/**
	 * Find the name that is meant.
	 * @param spelled the name as it was spelled
	 * @param names the names that there are
	 * @return one of the names, or {@code spelled} if none is meant
	 */
	static String find(String spelled, Collection<String> names) {
		return names.stream().filter((name) -> uniform(name).equals(uniform(spelled))).findFirst().orElse(spelled);
	}

	/**
	 * Remove what binding repeats: each spelling of a name gets all values of that name,
	 * also those from an environment variable that only overrides something.
	 * @param <T> the values
	 * @param spelled the values by name, as bound
	 * @return the values by name, without the spelling of environment variables where
	 * there is another
	 * @throws InvalidPlanException if two names remain that binding cannot tell apart
	 */
	static <T> Map<String, T> withoutRepetitions(Map<String, T> spelled) {
		Map<String, String> names = new LinkedHashMap<>();
		for (String name : spelled.keySet()) {
			names.merge(uniform(name), name, RelaxedNames::moreSpecific);
		}
		Map<String, T> distinct = new LinkedHashMap<>(spelled);
		distinct.keySet().retainAll(names.values());
		return distinct;
	}

	private static String moreSpecific(String name, String other) {
		if (name.equals(uniform(name))) {
			return other;
		}
		if (other.equals(uniform(other))) {
			return name;
		}
		throw new InvalidPlanException(other, "must differ from '" + name + "' in more than dashes and capitals");
	}

	/**
	 * Return what all spellings of a name have in common.
	 * @param name the name
	 * @return the name without dashes, underscores and capitals
	 */
	static String uniform(String name) {
		return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
	}

}
