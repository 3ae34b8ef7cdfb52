package dev.tributary.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Counts requests by the pattern of their path, never by the path itself. */
final class HttpMeters implements HandlerInterceptor {
  private static final String BEGAN = HttpMeters.class.getName();
  private static final int FIRST_FAULT = 500;

  private final Supplier<? extends MeterRegistry> registries;

  HttpMeters(Supplier<? extends MeterRegistry> registries) {
    this.registries = registries;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    request.setAttribute(BEGAN, System.nanoTime());
    return true;
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    MeterRegistry registry = registries.get();
    String pattern =
        Optional.ofNullable(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE))
            .map(Object::toString)
            .orElse("none");
    Tags tags = Tags.of("method", request.getMethod(), "handler", pattern);
    Counter.builder("http.requests")
        .tags(tags.and("status", Integer.toString(response.getStatus())))
        .register(registry)
        .increment();
    if (request.getAttribute(BEGAN) instanceof Long began) {
      Timer.builder("http.request.duration")
          .tags(tags)
          .register(registry)
          .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }
    if (response.getStatus() >= FIRST_FAULT && response.getStatus() != 503) {
      Counter.builder("errors")
          .tags("component", "api", "error_type", "unexpected")
          .register(registry)
          .increment();
    }
  }
}
