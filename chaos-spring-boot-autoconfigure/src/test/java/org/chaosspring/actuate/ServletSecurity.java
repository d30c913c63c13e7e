package org.chaosspring.actuate;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Lets readers see the endpoint and operators change it; everything else is open.
 */
@Configuration(proxyBeanMethods = false)
class ServletSecurity {

	/**
	 * Finds users, and does not take the slow hash of their passwords that it would be
	 * offered.
	 */
	@Bean
	UserDetailsService users() {
		UserDetailsService users = new InMemoryUserDetailsManager(
				User.withUsername("reader").password("{noop}reader").roles(Operator.READER_ROLE).build(),
				User.withUsername("operator")
					.password("{noop}operator")
					.roles(Operator.READER_ROLE, Operator.OPERATOR_ROLE)
					.build());
		return (name) -> users.loadUserByUsername(name);
	}

	@Bean
	@Order(1)
	SecurityFilterChain chaosSecurity(HttpSecurity http) {
		return http.securityMatcher(EndpointRequest.to("chaos"))
			.authorizeHttpRequests((requests) -> requests.requestMatchers(HttpMethod.GET)
				.hasRole(Operator.READER_ROLE)
				.anyRequest()
				.hasRole(Operator.OPERATOR_ROLE))
			.httpBasic(Customizer.withDefaults())
			.csrf(CsrfConfigurer::disable)
			.build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain openSecurity(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.csrf(CsrfConfigurer::disable)
			.build();
	}

}
