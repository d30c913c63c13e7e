package org.chaosspring.target;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.MessageAccess;
import org.chaosspring.engine.Targeting;
import org.jspecify.annotations.Nullable;

/**
 * Means the messages of some groups. What depends on the injection point and the
 * destination alone is worked out once for each pair, so that the number of groups does
 * not matter for a message.
 */
final class GroupSelector implements Targeting.Selector {

	/**
	 * Destinations beyond this number, such as reply queues with random names, are worked
	 * out each time.
	 */
	private static final int MAX_CACHED_DESTINATIONS = 10_000;

	private final Set<String> builtIn;

	private final List<ArmedGroup> groups;

	private final Map<InjectionPoint, Map<String, Resolution>> cache = new ConcurrentHashMap<>();

	/**
	 * Create a selector.
	 * @param names the names of all groups that are meant
	 * @param groups those of them that are configured; the others are built in
	 */
	GroupSelector(Set<String> names, List<ArmedGroup> groups) {
		this.groups = List.copyOf(groups);
		Set<String> configured = groups.stream().map((armed) -> armed.group().name()).collect(Collectors.toSet());
		this.builtIn = names.stream()
			.filter((name) -> !configured.contains(name))
			.collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public <M> @Nullable String match(InjectionPoint point, MessageAccess<M> access, M message) {
		return resolution(point, access.destination(message)).match(access, message);
	}

	private Resolution resolution(InjectionPoint point, String destination) {
		Map<String, Resolution> ofPoint = this.cache.get(point);
		if (ofPoint == null) {
			ofPoint = this.cache.computeIfAbsent(point, (any) -> new ConcurrentHashMap<>());
		}
		Resolution cached = ofPoint.get(destination);
		if (cached != null) {
			return cached;
		}
		Resolution resolved = Resolution.of(this.builtIn, this.groups, point, destination);
		if (ofPoint.size() < MAX_CACHED_DESTINATIONS) {
			ofPoint.put(destination, resolved);
		}
		return resolved;
	}

}
