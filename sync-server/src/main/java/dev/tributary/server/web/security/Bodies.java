package dev.tributary.server.web.security;

import dev.tributary.server.web.problem.Problem;
import dev.tributary.server.web.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;

/** Bodies are JSON and not too large, whether their length is told before or they are streamed. */
final class Bodies {
  private final int mostBytes;

  Bodies(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * @throws Refused with the answer
   */
  void check(HttpServletRequest request) {
    long length = request.getContentLengthLong();
    if (length > mostBytes) {
      throw tooLarge("the body has %d bytes; at most %d are read".formatted(length, mostBytes));
    }
    if ((length > 0 || isStreamed(request)) && !isJson(request)) {
      throw refused(415, "the body is not said to be JSON", "Send Content-Type: application/json.");
    }
  }

  /** The request, of which nobody reads more than the limit. */
  HttpServletRequest limited(HttpServletRequest request) {
    return isStreamed(request) ? new StreamedBody(request, mostBytes) : request;
  }

  private static boolean isStreamed(HttpServletRequest request) {
    return request.getHeader("Transfer-Encoding") != null;
  }

  static Refused tooLarge(String detail) {
    return refused(413, detail, "Send less, or raise API_MAX_BODY_BYTES.");
  }

  private static boolean isJson(HttpServletRequest request) {
    String type = Optional.ofNullable(request.getContentType()).orElse("");
    return type.toLowerCase(Locale.ROOT).split(";")[0].strip().equals("application/json");
  }

  private static Refused refused(int status, String detail, String wayOut) {
    return new Refused(new Problem(status, "body", detail, wayOut));
  }
}
