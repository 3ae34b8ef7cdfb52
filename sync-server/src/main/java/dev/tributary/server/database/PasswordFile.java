package dev.tributary.server.database;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.report.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** A file with one password, which only its owner can read; drawn where there is none yet. */
public record PasswordFile(Path path) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final int RANDOM_BYTES = 24;

  public boolean exists() {
    return Files.exists(path);
  }

  /** The password in the file, or a new one that is in the file from now on. */
  public String readOrDraw() {
    try {
      return exists() ? read() : draw();
    } catch (IOException e) {
      throw new ConfigurationInvalid(
          "cannot read or write password file %s: %s".formatted(path, FileTrouble.of(e)), e);
    }
  }

  private String read() throws IOException {
    String password = Files.readString(path).lines().findFirst().orElse("");
    if (password.isEmpty()) {
      throw new ConfigurationInvalid("password file " + path + " is empty");
    }
    return password;
  }

  private String draw() throws IOException {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    Files.writeString(path, password + "\n", StandardOpenOption.WRITE);
    return password;
  }
}
