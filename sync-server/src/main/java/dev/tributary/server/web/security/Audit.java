package dev.tributary.server.web.security;

import dev.tributary.api.SyncException;
import dev.tributary.core.AuditLog;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One entry in the audit log for each request that changed something. */
final class Audit {
  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final int FIRST_ERROR = 400;
  private static final Pattern CLIENT =
      Pattern.compile("/api/v1/clients/([a-z0-9][a-z0-9_-]{0,50})(?:/.*)?");

  private final AuditLog log;

  Audit(AuditLog log) {
    this.log = log;
  }

  void note(HttpServletRequest request, int status) {
    if (READS.contains(request.getMethod()) || status >= FIRST_ERROR) {
      return;
    }
    Principal who = Callers.of(request);
    Map<String, String> details = new LinkedHashMap<>();
    details.put("request_id", Callers.requestId(request));
    details.put("role", who.role().word());
    details.put("address", request.getRemoteAddr());
    details.put("status", Integer.toString(status));
    Callers.about(request, Callers.Matter.KEY).ifPresent(key -> details.put("key", key));
    try {
      log.note(who.name(), action(request), client(request), details);
    } catch (SyncException e) {
      LOG.error("{} {} stands in no audit log: {}", who.name(), details, e.getMessage());
    }
  }

  private static String action(HttpServletRequest request) {
    return request.getMethod() + " " + request.getRequestURI();
  }

  private static Optional<String> client(HttpServletRequest request) {
    Matcher matcher = CLIENT.matcher(request.getRequestURI());
    return matcher.matches()
        ? Optional.of(matcher.group(1))
        : Callers.about(request, Callers.Matter.CLIENT);
  }
}
