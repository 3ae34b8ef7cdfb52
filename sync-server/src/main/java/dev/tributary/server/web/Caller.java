package dev.tributary.server.web;

import dev.tributary.api.ClientName;
import dev.tributary.server.web.security.Callers;
import jakarta.servlet.ServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Who asks in the request of this thread. */
final class Caller {
  private static final String SCHEDULE = "deployment.";

  private Caller() {}

  /** For logs and records. */
  static String name() {
    return Callers.of(request()).name();
  }

  /** The client that the request changes; the audit log names it. */
  static void changes(ClientName client) {
    Callers.about(request(), Callers.Matter.CLIENT, client.value());
  }

  /** The key of the state that the request changes; the audit log names it. */
  static void changesKey(String key) {
    Callers.about(request(), Callers.Matter.KEY, key);
    if (key.startsWith(SCHEDULE)) {
      Callers.about(request(), Callers.Matter.CLIENT, key.substring(SCHEDULE.length()));
    }
  }

  private static ServletRequest request() {
    return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes())
        .getRequest();
  }
}
