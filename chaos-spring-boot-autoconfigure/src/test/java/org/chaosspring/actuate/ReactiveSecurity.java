package org.chaosspring.actuate;

import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;

/**
 * Lets readers see the endpoint and operators change it; everything else is open.
 */
@Configuration(proxyBeanMethods = false)
class ReactiveSecurity {

	/**
	 * Finds users, and does not take the slow hash of their passwords that it would be
	 * offered.
	 */
	@Bean
	ReactiveUserDetailsService users() {
		MapReactiveUserDetailsService users = new MapReactiveUserDetailsService(
				User.withUsername("reader").password("{noop}reader").roles(Operator.READER_ROLE).build(),
				User.withUsername("operator")
					.password("{noop}operator")
					.roles(Operator.READER_ROLE, Operator.OPERATOR_ROLE)
					.build());
		return (name) -> users.findByUsername(name);
	}

	@Bean
	@Order(1)
	SecurityWebFilterChain chaosSecurity(ServerHttpSecurity http) {
		return http.securityMatcher(EndpointRequest.to("chaos"))
			.authorizeExchange((exchanges) -> exchanges.pathMatchers(HttpMethod.GET)
				.hasRole(Operator.READER_ROLE)
				.anyExchange()
				.hasRole(Operator.OPERATOR_ROLE))
			.httpBasic(Customizer.withDefaults())
			.csrf(CsrfSpec::disable)
			.build();
	}

	@Bean
	@Order(2)
	SecurityWebFilterChain openSecurity(ServerHttpSecurity http) {
		return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
			.csrf(CsrfSpec::disable)
			.build();
	}

}
