package dev.tributary.server.web;

import dev.tributary.server.web.security.Callers;
import jakarta.servlet.ServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Who asks in the request of this thread. */
final class Caller {
  private Caller() {}

  /** For logs and records. */
  static String name() {
    return Callers.of(request()).name();
  }

  private static ServletRequest request() {
    return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes())
        .getRequest();
  }
}
