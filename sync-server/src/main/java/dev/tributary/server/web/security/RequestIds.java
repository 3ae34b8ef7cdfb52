package dev.tributary.server.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Names each request, so that an answer, a line of the log and the audit log can be matched. */
final class RequestIds {
  static final String HEADER = "X-Request-Id";
  private static final int BYTES = 8;

  private final RandomGenerator random = new SecureRandom();

  /** The caller's own name for it, if it is one that can be written anywhere. */
  String of(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader(HEADER))
        .filter(id -> id.matches("[A-Za-z0-9._-]{1,64}"))
        .orElseGet(this::drawn);
  }

  private String drawn() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
