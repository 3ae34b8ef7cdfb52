package dev.tributary.server.cli.option;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.Json;
import dev.tributary.conflict.ConfiguredConflicts;
import dev.tributary.conflict.ConflictConfiguration;
import dev.tributary.core.SyncJobs;
import dev.tributary.server.report.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who wins when others changed a row that the app changed, too. */
public final class ConflictOptions {
  private static final long LARGEST = 1 << 20;

  @Option(
      names = "--conflict-config",
      paramLabel = "FILE",
      description = {
        "JSON: which strategy decides conflicts of which table. Where it is not given: what the",
        "client's config says under \"conflicts\", else newest_wins on updated_at, and a person",
        "decides where a table has no such column."
      })
  private Optional<Path> file;

  /** Read before anything else happens: what is wrong in it is told first. */
  public ConflictPolicy policy() {
    return file.map(ConflictOptions::read).orElseGet(ConfiguredConflicts::builtIn);
  }

  /**
   * A leader decides by its own rules.
   *
   * @throws ConfigurationInvalid when rules are given that would not be used
   */
  public void requireUse(SyncJobs jobs) {
    Optional<SyncJobs.Leading> leading = file.flatMap(given -> jobs.leading());
    if (leading.isPresent()) {
      throw new ConfigurationInvalid(
          "node %s leads the cluster, and --conflict-config does not reach it: it decides by its own rules"
              .formatted(leading.get().node()));
    }
  }

  /** The rules in a file. */
  public static ConflictPolicy read(Path file) {
    String text = text(file);
    try {
      ConflictConfiguration configuration = ConflictConfiguration.read(new Json(text));
      return (client, columns, settings) ->
          new ConfiguredConflicts(configuration, Map.of())
              .resolverFor(client, columns, Optional.empty());
    } catch (ConfigurationInvalid e) {
      throw new ConfigurationInvalid(file + ": " + e.getMessage(), e);
    }
  }

  /** A file of text that is not larger than a configuration can be. */
  public static String text(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new ConfigurationInvalid("file " + file + " is larger than 1 MB");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new ConfigurationInvalid(
          "file %s cannot be read: %s".formatted(file, FileTrouble.of(e)), e);
    }
  }
}
