package org.chaosspring.threads;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Has tests fail in which virtual threads waited without letting go of their carriers.
 */
public final class NoPinnedCarriers implements BeforeTestExecutionCallback, AfterTestExecutionCallback {

	private static final Namespace NAMESPACE = Namespace.create(NoPinnedCarriers.class);

	@Override
	public void beforeTestExecution(ExtensionContext context) {
		// Closed with the context.
		context.getStore(NAMESPACE).put(PinnedCarriers.class, new PinnedCarriers());
	}

	@Override
	public void afterTestExecution(ExtensionContext context) {
		assertThat(context.getStore(NAMESPACE).get(PinnedCarriers.class, PinnedCarriers.class).stop()).isEmpty();
	}

}
