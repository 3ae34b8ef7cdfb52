package dev.tributary.server.connection;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The parts of an address, written so that none of their letters is taken for a separator. */
final class AddressText {
  private AddressText() {}

  static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
