package dev.tributary.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with a Java that only writes down how it was called. */
final class LauncherTest {
  private static final String ARCHIVING = "-Xshare:dump";
  private static final Instant BUILT = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir Path root;
  private Path app;
  private Path calls;

  @BeforeEach
  void makeAnInstallation() throws IOException {
    app = Files.createDirectories(root.resolve("sync-server/target/tributary"));
    calls = root.resolve("calls");
    Files.copy(Path.of("..", "tributary"), root.resolve("tributary"));
    Files.createFile(app.resolve("built"));
    built(BUILT);
    Path home = root.resolve("jdk");
    Files.writeString(
        Files.createDirectories(home).resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        echo "$*" >>'%s'
        case $* in *-Xshare:dump*) ;; *) exit ;; esac
        for word in "$@"; do
          case $word in -XX:SharedArchiveFile=*) echo made >"${word#*=}" ;; esac
        done
        """
            .formatted(calls));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void anArchiveIsMadeOnceForEachBuild() throws Exception {
    assertThat(calls("--version")).filteredOn(call -> call.contains(ARCHIVING)).hasSize(1);
    assertThat(calls("--version"))
        .singleElement()
        .asString()
        .contains("-XX:SharedArchiveFile=" + app.resolve("tributary-17.0.1.jsa"));
    built(Instant.now().plus(Duration.ofMinutes(1))); // by Maven, so not by the launcher
    assertThat(calls("--version")).filteredOn(call -> call.contains(ARCHIVING)).hasSize(1);
  }

  @Test
  void aNodeHasAnArchiveOfItsOwnAndASecondCompilerThatWaits() throws Exception {
    List<String> first = calls("serve");
    assertThat(first).filteredOn(call -> call.contains(ARCHIVING)).hasSize(2);
    assertThat(first.get(first.size() - 1))
        .contains("-XX:SharedArchiveFile=" + app.resolve("node-17.0.1.jsa"))
        .contains("-XX:Tier4InvocationThreshold=50000")
        .doesNotContain("TieredStopAtLevel");
  }

  private void built(Instant when) throws IOException {
    Path jar = app.resolve("tributary.jar");
    if (Files.notExists(jar)) {
      Files.createFile(jar);
    }
    Files.setLastModifiedTime(jar, FileTime.from(when));
  }

  /** How Java was called, once for each line. */
  private List<String> calls(String argument) throws IOException, InterruptedException {
    Files.deleteIfExists(calls);
    ProcessBuilder builder =
        new ProcessBuilder(root.resolve("tributary").toString(), argument)
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("output").toFile());
    builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
    int status = builder.start().waitFor();
    assertThat(status).as(Files.readString(root.resolve("output"))).isZero();
    return Files.readAllLines(calls);
  }
}
