package org.chaosspring.target;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.MessageAccess;
import org.jspecify.annotations.Nullable;

/**
 * Which groups mean the messages of one injection point and one destination. Groups that
 * look at keys or headers are found by the value that the message carries.
 */
final class Resolution {

	private final @Nullable String always;

	private final Map<String, List<TargetGroup>> byKey = new HashMap<>();

	private final Map<String, Map<String, List<TargetGroup>>> byHeader = new HashMap<>();

	private Resolution(@Nullable String always, List<TargetGroup> lookingAtMessages) {
		this.always = always;
		lookingAtMessages.forEach(this::index);
	}

	/**
	 * Work out the groups. If several mean a message, configured ones come first, in the
	 * order of configuration, then the point, the destination, the direction and the
	 * broker.
	 */
	static Resolution of(Set<String> names, List<TargetGroup> groups, InjectionPoint point, String destination) {
		List<TargetGroup> candidates = groups.stream().filter((group) -> group.mayHold(point, destination)).toList();
		Stream<String> configured = candidates.stream()
			.filter((group) -> !group.looksAtMessages())
			.map(TargetGroup::name);
		Stream<String> builtIn = Stream.of(point.name(), destination, point.direction().group(), point.broker())
			.filter(names::contains)
			.filter((name) -> groups.stream().noneMatch((group) -> group.name().equals(name)));
		return new Resolution(Stream.concat(configured, builtIn).findFirst().orElse(null),
				candidates.stream().filter(TargetGroup::looksAtMessages).toList());
	}

	private void index(TargetGroup group) {
		if (!group.keys().isEmpty()) {
			group.keys().forEach((key) -> add(this.byKey, key, group));
			return;
		}
		Map.Entry<String, Set<String>> header = group.headers().entrySet().iterator().next();
		Map<String, List<TargetGroup>> byValue = this.byHeader.computeIfAbsent(header.getKey(),
				(any) -> new HashMap<>());
		header.getValue().forEach((value) -> add(byValue, value, group));
	}

	private static void add(Map<String, List<TargetGroup>> index, String value, TargetGroup group) {
		index.computeIfAbsent(value, (any) -> new ArrayList<>()).add(group);
	}

	<M> @Nullable String match(MessageAccess<M> access, M message) {
		if (this.always != null) {
			return this.always;
		}
		String found = this.byKey.isEmpty() ? null : find(this.byKey, access.key(message), access, message);
		if (found != null || this.byHeader.isEmpty()) {
			return found;
		}
		for (Map.Entry<String, Map<String, List<TargetGroup>>> header : this.byHeader.entrySet()) {
			found = find(header.getValue(), access.header(message, header.getKey()), access, message);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private static <M> @Nullable String find(Map<String, List<TargetGroup>> index, @Nullable String value,
			MessageAccess<M> access, M message) {
		List<TargetGroup> candidates = (value != null) ? index.get(value) : null;
		if (candidates != null) {
			for (TargetGroup group : candidates) {
				if (group.holds(access, message)) {
					return group.name();
				}
			}
		}
		return null;
	}

}
