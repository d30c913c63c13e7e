package org.chaosspring.benchmarks.micro;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;

/**
 * Advice of Spring AOP that only proceeds: what any proxy around a client would cost.
 */
final class NoopAdvice implements MethodInterceptor {

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		return invocation.proceed();
	}

	static <T> T around(Class<T> type, T target) {
		ProxyFactory factory = new ProxyFactory(type, new NoopAdvice());
		factory.setTarget(target);
		return type.cast(factory.getProxy());
	}

}
