package dev.tributary.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a container says of a secret that it cannot read, and that doing so helps. */
final class EntrypointTest {
  private static final boolean ROOT = System.getProperty("user.name").equals("root");
  private static final Pattern WAY_OUT = Pattern.compile("on the host: (chown \\d+ FILE && .*)");

  @TempDir Path directory;
  private Path secret;

  @BeforeEach
  void prepare() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    secret = Files.writeString(directory.resolve("database_password"), "s3cret\n");
    Files.setPosixFilePermissions(
        secret, PosixFilePermissions.fromString(ROOT ? "r--------" : "---------"));
  }

  @Test
  void anUnreadableSecretIsNamedWithAWayOutThatHelps() throws Exception {
    String said = entrypoint();
    Matcher wayOut = WAY_OUT.matcher(said);
    assertThat(said)
        .contains("DATABASE_PASSWORD_FILE is " + secret, "cannot read it")
        .doesNotContain("s3cret");
    assertThat(wayOut.find()).as(said).isTrue();
    assertThat(shell(wayOut.group(1).replace("FILE", secret.toString()))).isEmpty();
    assertThat(entrypoint()).doesNotContain("entrypoint:").contains("/opt/tributary/tributary");
  }

  /** As the user of a container; there is no program to become. */
  private String entrypoint() throws Exception {
    String other = ROOT ? "setpriv --reuid=10001 --regid=10001 --clear-groups " : "";
    // A copy: the folder of the sources may be closed for others.
    Path copy = directory.resolve("entrypoint.sh");
    Files.writeString(copy, Files.readString(Path.of("docker", "entrypoint.sh")));
    return shell(
        "DATABASE_PASSWORD_FILE="
            + secret
            + " TRIBUTARY_HOME=/tmp "
            + other
            + "sh "
            + copy
            + " serve; true");
  }

  private static String shell(String line) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", line));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
