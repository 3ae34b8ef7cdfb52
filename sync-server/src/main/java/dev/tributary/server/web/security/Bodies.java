package dev.tributary.server.web.security;

import dev.tributary.server.web.problem.Problem;
import dev.tributary.server.web.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;

/** Bodies are JSON, of a length that is told before, and not too large. */
final class Bodies implements RequestRule {
  private final int mostBytes;

  Bodies(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Override
  public void check(HttpServletRequest request) {
    if (request.getHeader("Transfer-Encoding") != null) {
      throw refused(411, "the length of the body must be told before", "Send Content-Length.");
    }
    long length = request.getContentLengthLong();
    if (length > mostBytes) {
      throw refused(
          413,
          "the body has %d bytes; at most %d are read".formatted(length, mostBytes),
          "Send less, or raise API_MAX_BODY_BYTES.");
    }
    if (length > 0 && !isJson(request)) {
      throw refused(415, "the body is not said to be JSON", "Send Content-Type: application/json.");
    }
  }

  private static boolean isJson(HttpServletRequest request) {
    String type = Optional.ofNullable(request.getContentType()).orElse("");
    return type.toLowerCase(Locale.ROOT).split(";")[0].strip().equals("application/json");
  }

  private static Refused refused(int status, String detail, String wayOut) {
    return new Refused(new Problem(status, "body", detail, wayOut));
  }
}
