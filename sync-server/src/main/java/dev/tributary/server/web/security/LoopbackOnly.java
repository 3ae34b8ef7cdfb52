package dev.tributary.server.web.security;

import dev.tributary.server.web.problem.Problem;
import dev.tributary.server.web.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A node without credentials answers this machine alone. A page that a browser of this machine
 * happens to show is not meant: neither under a foreign name that was made to point here, nor by a
 * request that another site sends.
 */
final class LoopbackOnly implements RequestRule {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

  @Override
  public void check(HttpServletRequest request) {
    String host = Optional.ofNullable(request.getHeader("Host")).orElse("");
    if (!NAMES.contains(withoutPort(host))) {
      throw refused(421, "the name '%s' is not one of this machine's own".formatted(shown(host)));
    }
    Optional.ofNullable(request.getHeader("Origin"))
        .filter(origin -> !origin.equals("http://" + host) && !origin.equals("https://" + host))
        .ifPresent(
            origin -> {
              throw refused(403, "a page of '%s' may not ask this node".formatted(shown(origin)));
            });
    Optional.ofNullable(request.getHeader("Sec-Fetch-Site"))
        .filter(site -> !OWN_SITE.contains(site))
        .ifPresent(
            site -> {
              throw refused(403, "a page of another site may not ask this node");
            });
  }

  private static String withoutPort(String host) {
    return PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
  }

  private static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }

  private static Refused refused(int status, String detail) {
    return new Refused(
        new Problem(
            status,
            "not-from-here",
            detail,
            "Ask as http://localhost:PORT from this machine, or give the node credentials."));
  }
}
