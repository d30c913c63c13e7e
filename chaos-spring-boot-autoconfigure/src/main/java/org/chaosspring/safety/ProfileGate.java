package org.chaosspring.safety;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Is closed in applications that run under certain profiles.
 */
public final class ProfileGate implements Gate {

	/**
	 * The profiles that are forbidden if nothing else is said.
	 */
	public static final List<String> DEFAULT_FORBIDDEN = List.of("prod", "production");

	private final Set<String> forbidden;

	/**
	 * Create a gate.
	 * @param active the profiles that the application runs under
	 * @param forbidden those under which nothing may be enabled
	 * @param allowed those of the forbidden ones that are allowed nevertheless
	 */
	public ProfileGate(Collection<String> active, Collection<String> forbidden, Collection<String> allowed) {
		this.forbidden = new LinkedHashSet<>(active);
		this.forbidden.retainAll(Set.copyOf(forbidden));
		this.forbidden.removeAll(Set.copyOf(allowed));
	}

	@Override
	public @Nullable String closed() {
		return this.forbidden.isEmpty() ? null
				: "under the profiles " + this.forbidden + " unless chaos.messaging.safety.allowed-profiles names them";
	}

}
