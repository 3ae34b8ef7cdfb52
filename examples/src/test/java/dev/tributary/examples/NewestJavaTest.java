package dev.tributary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the build compiled for Java 17 runs on the newest Java that this machine has, which may be
 * the one of the build. {@code -Dtributary.newest.java=} names another.
 */
final class NewestJavaTest {
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");

  @TempDir Path folder;

  private record Java(Runtime.Version version, Path program) {}

  private record Ended(int status, String output, String errors) {}

  @Test
  void aFileIsMirroredWithoutAWarning() throws Exception {
    Java newest = newest();
    // Without it, Java from 24 on warns of SQLite's own library.
    Ended ended = run(newest, List.of("--enable-native-access=ALL-UNNAMED"), MirrorOneFile.class);
    assertThat(ended.errors()).as("on %s", newest).isEmpty();
    assertThat(ended.status()).isZero();
    assertThat(ended.output().lines())
        .startsWith("COMPLETE: 3 rows written")
        .endsWith("restored 2 rows, 6 cells");
  }

  @Test
  void aStateStoreNeedsNoFlagAtAll() throws Exception {
    Java newest = newest();
    Ended ended = run(newest, List.of(), ShareConfiguration.class);
    assertThat(ended.errors()).as("on %s", newest).isEmpty();
    assertThat(ended.status()).isZero();
    assertThat(ended.output()).contains("bob again: false");
  }

  private Ended run(Java java, List<String> flags, Class<?> example) throws Exception {
    List<String> command = new ArrayList<>(List.of(java.program().toString(), "-Xmx256m"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), example.getName()));
    Path errors = folder.resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output, Files.readString(errors));
  }

  private static Java newest() throws IOException {
    List<Java> all = new ArrayList<>();
    all.add(new Java(Runtime.version(), programOf(Path.of(System.getProperty("java.home")))));
    String named = System.getProperty("tributary.newest.java", "");
    try (Stream<Path> homes =
        named.isEmpty() && Files.isDirectory(INSTALLED)
            ? Files.list(INSTALLED)
            : Stream.of(named).filter(name -> !name.isEmpty()).map(Path::of)) {
      for (Path home : homes.toList()) {
        if (Files.isExecutable(programOf(home)) && Files.isReadable(home.resolve("release"))) {
          all.add(new Java(version(home.resolve("release")), programOf(home)));
        }
      }
    }
    return all.stream().max(Comparator.comparing(Java::version)).orElseThrow();
  }

  private static Path programOf(Path home) {
    return home.resolve("bin").resolve("java");
  }

  /** A JDK says its version in a file of its own. */
  private static Runtime.Version version(Path release) throws IOException {
    return Files.readAllLines(release).stream()
        .filter(line -> line.startsWith("JAVA_VERSION="))
        .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
        .map(Runtime.Version::parse)
        .findFirst()
        .orElseThrow();
  }
}
