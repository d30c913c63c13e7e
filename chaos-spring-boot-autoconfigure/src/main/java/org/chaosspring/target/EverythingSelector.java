package org.chaosspring.target;

import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.MessageAccess;
import org.chaosspring.engine.Targeting;

/**
 * Means every message, by the name of the template or listener that it passes.
 */
final class EverythingSelector implements Targeting.Selector {

	@Override
	public <M> String match(InjectionPoint point, MessageAccess<M> access, M message) {
		return point.name();
	}

}
