package dev.tributary.server.database;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.connection.ConnectionSelector;
import dev.tributary.server.connection.SupabaseProject;
import dev.tributary.server.connection.Way;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which database a person means: the one named on the command line, else DATABASE_URL, else that of
 * the Supabase project in SUPABASE_PROJECT_REF, else none, which stands for the embedded PostgreSQL
 * in the data directory.
 */
public record TargetChoice(Optional<DatabaseUrl> named, Path directory, Surroundings around) {
  private static final String VARIABLE = "DATABASE_URL";

  public TargetChoice {
    Objects.requireNonNull(named, "named");
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(around, "around");
  }

  /**
   * The database with its password, if it is in the address or in DATABASE_PASSWORD_FILE. For a
   * Supabase project the ways to it are tried: this may take some seconds.
   *
   * @throws dev.tributary.api.TargetUnavailable when no way to the project is open
   */
  public Optional<DatabaseUrl> database() {
    return address().or(this::ofProject).map(this::withPassword);
  }

  /** The ways to the database, the best first; none for the embedded one. Nothing is tried. */
  public List<Way> ways() {
    return address()
        .map(Way::of)
        .or(() -> SupabaseProject.of(around).map(SupabaseProject::ways))
        .orElse(List.of());
  }

  private Optional<DatabaseUrl> ofProject() {
    return SupabaseProject.of(around)
        .map(project -> ConnectionSelector.overSockets().select(project.ways()).require().url());
  }

  private Optional<DatabaseUrl> address() {
    return named.or(this::fromEnvironment);
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
