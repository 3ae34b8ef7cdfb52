package dev.tributary.server.cli.option;

import dev.tributary.server.database.Surroundings;
import dev.tributary.server.report.ShellWords;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where this machine keeps embedded PostgreSQL, private copies and the local index. */
public final class LocalOption {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = {
        "Local files and the embedded PostgreSQL.",
        "Else TRIBUTARY_HOME, else ~/.local/share/tributary."
      })
  private Optional<Path> chosen;

  /** As a person adds it to the next command that means the same place; empty: nothing. */
  public String again() {
    return chosen.map(path -> " --data-dir " + ShellWords.of(path.toString())).orElse("");
  }

  /** Absolute. */
  public Path directory() {
    return chosen
        .orElseGet(() -> Surroundings.ofThisProcess().dataDirectory())
        .toAbsolutePath()
        .normalize();
  }
}
