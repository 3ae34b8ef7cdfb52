package dev.tributary.server.cli.option;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.SourceCheck;
import dev.tributary.server.report.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import picocli.CommandLine.Option;

/** The SQLite file of an app. */
public final class SourceOption {
  @Option(
      names = "--source",
      required = true,
      paramLabel = "FILE",
      description = "The app's SQLite file; it is only read.")
  private Path source;

  /** Fails before a database is started for nothing. */
  public Path file() {
    return checked(source);
  }

  /** The file as another machine sees it. */
  public Path elsewhere() {
    return source.toAbsolutePath().normalize();
  }

  /** A file that a command may begin with. */
  public static Path checked(Path source) {
    requireThere(source);
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

  private static void requireThere(Path source) {
    try {
      Files.readAttributes(source, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw new ConfigurationInvalid("there is no file " + source.toAbsolutePath(), e);
    } catch (IOException e) {
      throw new ConfigurationInvalid(
          "cannot look at %s: %s".formatted(source.toAbsolutePath(), FileTrouble.of(e)), e);
    }
  }
}
