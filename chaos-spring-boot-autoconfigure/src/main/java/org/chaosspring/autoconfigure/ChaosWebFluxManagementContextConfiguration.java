package org.chaosspring.autoconfigure;

import org.chaosspring.actuate.ChaosEndpoint;
import org.chaosspring.actuate.ChaosOperations;
import org.chaosspring.actuate.ChaosRoutes;
import org.chaosspring.actuate.ChaosWebFluxHandlerMapping;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.CorsEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * {@link ManagementContextConfiguration @ManagementContextConfiguration} for
 * {@link ChaosEndpoint} over Spring WebFlux.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnBean({ ChaosOperations.class, WebEndpointsSupplier.class })
@ConditionalOnAvailableEndpoint(endpoint = ChaosEndpoint.class, exposure = EndpointExposure.WEB)
@EnableConfigurationProperties(CorsEndpointProperties.class)
final class ChaosWebFluxManagementContextConfiguration {

	// No default candidate, as the application may ask for its own mapping by type.
	@Bean(defaultCandidate = false)
	ChaosWebFluxHandlerMapping chaosWebFluxHandlerMapping(ChaosOperations operations, WebEndpointsSupplier endpoints,
			WebEndpointProperties properties, EndpointAccessResolver accessResolver, CorsEndpointProperties cors) {
		return new ChaosWebFluxHandlerMapping(
				ChaosRoutes.of(operations, endpoints, properties.getBasePath(), accessResolver),
				cors.toCorsConfiguration());
	}

}
