package org.chaosspring.soak;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What became of each message on one broker, by its id.
 */
final class SoakLedger {

	private final Set<String> sent = ConcurrentHashMap.newKeySet();

	private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

	private final Set<String> refused = ConcurrentHashMap.newKeySet();

	private final Set<String> givenUp = ConcurrentHashMap.newKeySet();

	private final Set<String> lostByChaos = ConcurrentHashMap.newKeySet();

	private final Map<String, Set<String>> faults = new ConcurrentHashMap<>();

	private final Map<String, Integer> delivered = new ConcurrentHashMap<>();

	void sent(String id) {
		this.sent.add(id);
	}

	int countSent() {
		return this.sent.size();
	}

	/**
	 * The application was told that the broker has the message.
	 */
	void acknowledged(String id) {
		this.acknowledged.add(id);
	}

	/**
	 * The application was told that sending failed, and does not try again.
	 */
	void refused(String id) {
		this.refused.add(id);
	}

	/**
	 * The listener failed so often that the message was given up, or dead-lettered.
	 */
	void givenUp(String id) {
		this.givenUp.add(id);
	}

	void lostByChaos(String id) {
		this.lostByChaos.add(id);
	}

	/**
	 * The message met a fault.
	 */
	void met(String id, String fault) {
		this.faults.computeIfAbsent(id, (any) -> ConcurrentHashMap.newKeySet()).add(fault);
	}

	/**
	 * Return which faults the first few of some messages met, by id.
	 */
	Map<String, Set<String>> faultsOf(Set<String> ids) {
		return ids.stream()
			.sorted()
			.limit(20)
			.collect(Collectors.toMap((id) -> id, (id) -> this.faults.getOrDefault(id, Set.of()), (one, other) -> one,
					TreeMap::new));
	}

	void delivered(String id) {
		this.delivered.merge(id, 1, Integer::sum);
	}

	/**
	 * Return the messages of which the application was not told yet what became of the
	 * sending.
	 */
	Set<String> unanswered() {
		Set<String> unanswered = new HashSet<>(this.sent);
		unanswered.removeAll(this.acknowledged);
		unanswered.removeAll(this.refused);
		return unanswered;
	}

	/**
	 * Return the messages that should be somewhere but are not.
	 */
	Set<String> missing() {
		Set<String> missing = new TreeSet<>(this.sent);
		missing.removeAll(this.delivered.keySet());
		missing.removeAll(this.lostByChaos);
		missing.removeAll(this.refused);
		missing.removeAll(this.givenUp);
		return missing;
	}

	Account account() {
		Set<String> lost = new HashSet<>(this.sent);
		lost.removeAll(this.delivered.keySet());
		long byChaos = lost.stream().filter(this.lostByChaos::contains).count();
		int missing = missing().size();
		int repeated = this.delivered.values().stream().mapToInt(Integer::intValue).sum() - this.delivered.size();
		return new Account(this.sent.size(), this.delivered.size(), repeated, byChaos, lost.size() - byChaos - missing,
				missing);
	}

	/**
	 * All messages of one broker, each of them counted once.
	 *
	 * @param sent all of them
	 * @param delivered those that the listener got
	 * @param repeated deliveries beyond the first one
	 * @param lostByChaos those that chaos lost, as it was asked to
	 * @param lostByApplication those that the application knew to have failed, and gave
	 * up
	 * @param missing those that nobody can account for
	 */
	record Account(int sent, int delivered, int repeated, long lostByChaos, long lostByApplication, int missing) {

	}

}
