package dev.tributary.benchmarks;

import dev.tributary.benchmarks.server.Login;
import dev.tributary.benchmarks.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The commands that others load the same rows with. */
final class Peers {
  private static final String PGLOADER =
      """
      load database from sqlite://%s into postgresql://%s:%s@%s:%d/%s
      with include drop, create tables, create indexes, reset sequences,
           prefetch rows = 5000, batch rows = 5000
      set search_path to 'public';
      """;

  private Peers() {}

  /** The physical limit of a load: rows that are rendered already. */
  static List<String> copy(Source source, String table) {
    return List.of(
        "psql",
        "-X",
        "-q",
        "-v",
        "ON_ERROR_STOP=1",
        "-c",
        "\\copy %s from '%s'".formatted(table, source.text()));
  }

  static boolean hasPgloader() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "pgloader")));
  }

  /** Reads the SQLite file itself, and makes the table. */
  static List<String> pgloader(Source source, Login login, Path directory) throws IOException {
    Path load = directory.resolve("pgloader.load");
    Files.writeString(
        load,
        PGLOADER.formatted(
            source.file(),
            login.user(),
            login.password(),
            login.host(),
            login.port(),
            login.database()));
    return List.of("pgloader", "--root-dir", directory.toString(), load.toString());
  }
}
