package dev.tributary.server.database;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Which database a person means: the one named on the command line, else DATABASE_URL, else none,
 * which stands for the embedded PostgreSQL in the data directory.
 */
public record TargetChoice(Optional<DatabaseUrl> named, Path directory, Surroundings around) {
  private static final String VARIABLE = "DATABASE_URL";

  public TargetChoice {
    Objects.requireNonNull(named, "named");
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(around, "around");
  }

  /** The database with its password, if it is in the address or in DATABASE_PASSWORD_FILE. */
  public Optional<DatabaseUrl> database() {
    return named.or(this::fromEnvironment).map(this::withPassword);
  }

  private Optional<DatabaseUrl> fromEnvironment() {
    return around.variable(VARIABLE).map(TargetChoice::parse);
  }

  private static DatabaseUrl parse(String text) {
    try {
      return DatabaseUrl.parse(text);
    } catch (ConfigurationInvalid e) {
      throw new ConfigurationInvalid(VARIABLE + ": " + e.getMessage(), e);
    }
  }

  private DatabaseUrl withPassword(DatabaseUrl url) {
    if (url.properties().containsKey("password")) {
      return url;
    }
    return around
        .variable("DATABASE_PASSWORD_FILE")
        .map(Path::of)
        .map(url::withPasswordFile)
        .orElse(url);
  }
}
