package dev.tributary.server.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which role a request needs. What is not named here needs the most that its method can do. */
final class NeededRole {
  private static final Set<String> READS = Set.of("GET", "HEAD");

  /** Changes that an operator makes every day; all other changes are an administrator's. */
  private static final Pattern DAILY =
      Pattern.compile(
          "/api/v1/(state(/.*)?|sync/trigger|sync/jobs/[^/]+/cancel"
              + "|clients/[^/]+/(start|pause|interval|sync|verify|confirm-hold)"
              + "|conflicts/[^/]+/resolve|quarantine/[^/]+/retry|cluster/resign)");

  private static final Pattern PAGE = Pattern.compile("/|/(index\\.html|favicon\\.ico|console/.*)");

  private final Set<String> openPaths;

  /**
   * @param openPaths {@code health}, {@code metrics}
   */
  NeededRole(Set<String> openPaths) {
    this.openPaths = Set.copyOf(openPaths);
  }

  /** Empty: anybody. */
  Optional<Role> of(HttpServletRequest request) {
    String path = request.getRequestURI();
    if (READS.contains(request.getMethod())) {
      return isOpen(path) ? Optional.empty() : Optional.of(Role.VIEWER);
    }
    return Optional.of(DAILY.matcher(path).matches() ? Role.OPERATOR : Role.ADMIN);
  }

  /** The files of the console page tell nothing; what it shows, it asks for with a token. */
  private boolean isOpen(String path) {
    return openPaths.contains("health") && isHealth(path)
        || openPaths.contains("metrics") && path.equals("/metrics")
        || PAGE.matcher(path).matches() && !path.contains("..") && !path.contains("%");
  }

  /** Whether it only asks how the node is. */
  static boolean isHealth(HttpServletRequest request) {
    return READS.contains(request.getMethod()) && isHealth(request.getRequestURI());
  }

  private static boolean isHealth(String path) {
    return path.equals("/health") || path.equals("/health/live") || path.equals("/health/ready");
  }
}
