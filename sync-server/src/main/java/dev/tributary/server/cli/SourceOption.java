package dev.tributary.server.cli;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.SourceCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The SQLite file of an app. */
final class SourceOption {
  @Option(
      names = "--source",
      required = true,
      paramLabel = "FILE",
      description = "The app's SQLite file; it is only read.")
  private Path source;

  /** Fails before a database is started for nothing. */
  Path file() {
    return checked(source);
  }

  /** The file as another machine sees it. */
  Path elsewhere() {
    return source.toAbsolutePath().normalize();
  }

  /** A file that a command may begin with. */
  static Path checked(Path source) {
    if (!Files.exists(source)) {
      throw new ConfigurationInvalid("there is no file " + source.toAbsolutePath());
    }
    if (!Files.isRegularFile(source)) {
      throw new ConfigurationInvalid(
          source.toAbsolutePath() + " is not a file; name the SQLite file itself");
    }
    if (!Files.isReadable(source)) {
      throw new ConfigurationInvalid(
          "no right to read %s as user %s"
              .formatted(source.toAbsolutePath(), System.getProperty("user.name")));
    }
    // An empty file is the engine's: it holds a client that had rows.
    if (source.toFile().length() > 0) {
      SourceCheck.requireSqliteFile(source);
    }
    return source.toAbsolutePath().normalize();
  }
}
