package dev.tributary.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says why Tributary cannot start, instead of a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<CannotStart> {

  @Override
  protected FailureAnalysis analyze(Throwable failure, CannotStart cause) {
    return new FailureAnalysis(cause.getMessage(), cause.wayOut(), failure);
  }
}
