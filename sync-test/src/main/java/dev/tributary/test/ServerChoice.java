package dev.tributary.test;

import dev.tributary.postgres.PostgresBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which PostgreSQL the tests use.
 *
 * <p>A superuser's address in {@code -Dtributary.test.pg.url} or {@code TRIBUTARY_TEST_PG_URL} wins
 * for the shared server. Else {@code -Dtributary.test.pg} says it: {@code bundled} (the default) or
 * {@code system}, the newest installation of Debian's packages.
 */
final class ServerChoice {
  private static final Path INSTALLATIONS = Path.of("/usr/lib/postgresql");

  private ServerChoice() {}

  static Optional<String> configuredUrl() {
    String variable = Objects.requireNonNullElse(System.getenv("TRIBUTARY_TEST_PG_URL"), "");
    String url = System.getProperty("tributary.test.pg.url", variable);
    if (url.isBlank() && kind().equals("url")) {
      throw new IllegalArgumentException(
          "tributary.test.pg=url needs an address in tributary.test.pg.url");
    }
    return Optional.of(url).filter(text -> !text.isBlank());
  }

  static PostgresBinaries binaries() throws IOException {
    return switch (kind()) {
      case "bundled", "url" -> PostgresBinaries.bundled();
      case "system" -> PostgresBinaries.installedIn(newestInstallation());
      default ->
          throw new IllegalArgumentException(
              "tributary.test.pg must be bundled, system or url: " + kind());
    };
  }

  private static String kind() {
    return System.getProperty("tributary.test.pg", "bundled");
  }

  private static Path newestInstallation() throws IOException {
    try (Stream<Path> versions = Files.list(INSTALLATIONS)) {
      return versions
          .filter(path -> path.getFileName().toString().matches("\\d+"))
          .max(Comparator.comparingInt(path -> Integer.parseInt(path.getFileName().toString())))
          .map(path -> path.resolve("bin"))
          .orElseThrow(() -> new IOException("no PostgreSQL is installed in " + INSTALLATIONS));
    }
  }
}
