package org.chaosspring.demo;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Lets readers see what is wrong on purpose, and operators change it; everything else is
 * open. Good for trying things out only: the passwords are the names.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final String READER = "READER";

	private static final String OPERATOR = "OPERATOR";

	/**
	 * Finds users, and does not take the hash of their passwords that it would be
	 * offered: that is slow to check with each request, and guards nothing here.
	 */
	@Bean
	UserDetailsService users() {
		UserDetailsService users = new InMemoryUserDetailsManager(user("reader", READER),
				user("operator", READER, OPERATOR));
		return (name) -> users.loadUserByUsername(name);
	}

	private static UserDetails user(String name, String... roles) {
		return User.withUsername(name).password("{noop}" + name).roles(roles).build();
	}

	/**
	 * Commands carry their password with them, as {@code curl -u} does, so that there is
	 * no session that another site could make use of.
	 */
	@Bean
	@Order(1)
	SecurityFilterChain chaosSecurity(HttpSecurity http) {
		return http.securityMatcher(EndpointRequest.to("chaos"))
			.authorizeHttpRequests((requests) -> requests.requestMatchers(HttpMethod.GET)
				.hasRole(READER)
				.anyRequest()
				.hasRole(OPERATOR))
			.httpBasic(Customizer.withDefaults())
			.csrf(CsrfConfigurer::disable)
			.build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain openSecurity(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
	}

}
