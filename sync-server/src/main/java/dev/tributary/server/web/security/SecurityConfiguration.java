package dev.tributary.server.web.security;

import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** The gate in front of all controllers. */
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {

  @Bean
  FilterRegistrationBean<Gate> gate() {
    FilterRegistrationBean<Gate> gate =
        new FilterRegistrationBean<>(new Gate(new RequestIds(), List.of(new LoopbackOnly())));
    gate.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return gate;
  }
}
