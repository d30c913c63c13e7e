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

	private final Map<String, List<Candidate>> byKey = new HashMap<>();

	private final Map<String, Map<String, List<Candidate>>> byHeader = new HashMap<>();

	private final @Nullable String otherwise;

	private Resolution(List<TargetGroup> lookingAtMessages, @Nullable String otherwise) {
		for (int i = 0; i < lookingAtMessages.size(); i++) {
			index(new Candidate(i, lookingAtMessages.get(i)));
		}
		this.otherwise = otherwise;
	}

	/**
	 * Work out the groups. If several mean a message, configured ones come first, in the
	 * order of configuration, then the point, the destination, the direction and the
	 * broker.
	 */
	static Resolution of(Set<String> builtIn, List<ArmedGroup> groups, InjectionPoint point, String destination) {
		List<TargetGroup> lookingAtMessages = new ArrayList<>();
		for (ArmedGroup armed : groups) {
			if (armed.mayHold(point, destination)) {
				TargetGroup group = armed.group();
				if (!group.looksAtMessages()) {
					return new Resolution(lookingAtMessages, group.name());
				}
				lookingAtMessages.add(group);
			}
		}
		String otherwise = Stream.of(point.name(), destination, point.direction().group(), point.broker())
			.filter(builtIn::contains)
			.findFirst()
			.orElse(null);
		return new Resolution(lookingAtMessages, otherwise);
	}

	private void index(Candidate candidate) {
		TargetGroup group = candidate.group();
		if (!group.keys().isEmpty()) {
			group.keys().forEach((key) -> add(this.byKey, key, candidate));
			return;
		}
		Map.Entry<String, Set<String>> header = group.headers().entrySet().iterator().next();
		Map<String, List<Candidate>> byValue = this.byHeader.computeIfAbsent(header.getKey(), (any) -> new HashMap<>());
		header.getValue().forEach((value) -> add(byValue, value, candidate));
	}

	private static void add(Map<String, List<Candidate>> index, String value, Candidate candidate) {
		index.computeIfAbsent(value, (any) -> new ArrayList<>()).add(candidate);
	}

	<M> @Nullable String match(MessageAccess<M> access, M message) {
		Candidate first = this.byKey.isEmpty() ? null : find(this.byKey, access.key(message), access, message);
		for (Map.Entry<String, Map<String, List<Candidate>>> header : this.byHeader.entrySet()) {
			Candidate found = find(header.getValue(), access.header(message, header.getKey()), access, message);
			if (found != null && (first == null || found.order() < first.order())) {
				first = found;
			}
		}
		return (first != null) ? first.group().name() : this.otherwise;
	}

	private static <M> @Nullable Candidate find(Map<String, List<Candidate>> index, @Nullable String value,
			MessageAccess<M> access, M message) {
		List<Candidate> candidates = (value != null) ? index.get(value) : null;
		if (candidates != null) {
			for (Candidate candidate : candidates) {
				if (candidate.group().holds(access, message)) {
					return candidate;
				}
			}
		}
		return null;
	}

	/**
	 * A group that looks at messages.
	 *
	 * @param order its place in the order of configuration
	 * @param group the group
	 */
	private record Candidate(int order, TargetGroup group) {

	}

}
