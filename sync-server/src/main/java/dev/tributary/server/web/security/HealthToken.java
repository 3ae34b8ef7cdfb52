package dev.tributary.server.web.security;

import dev.tributary.api.ConfigurationInvalid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Lets the health check of a container ask a node whose health is closed. It is drawn at each
 * start, stands in a file that the node's own user alone can read, and opens health and nothing
 * else.
 */
final class HealthToken {
  private static final int BYTES = 32;

  private final byte[] token;

  private HealthToken(String token) {
    this.token = token.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Draws one and writes it down.
   *
   * @param file as {@code healthcheck.sh} looks for it
   */
  static HealthToken writtenTo(Path file) {
    byte[] drawn = new byte[BYTES];
    new SecureRandom().nextBytes(drawn);
    String token = HexFormat.of().formatHex(drawn);
    try {
      Files.createDirectories(file.getParent());
      Path part =
          Files.createTempFile(
              file.getParent(),
              "health",
              ".part",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(part, token + "\n");
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ConfigurationInvalid(
          "OPEN_PATHS closes health, and %s cannot be written for the health check: %s"
              .formatted(file, e),
          e);
    }
    return new HealthToken(token);
  }

  /** In constant time. */
  boolean is(String shown) {
    return MessageDigest.isEqual(token, shown.getBytes(StandardCharsets.UTF_8));
  }
}
