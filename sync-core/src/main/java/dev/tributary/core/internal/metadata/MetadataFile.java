package dev.tributary.core.internal.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One numbered SQL file.
 *
 * <p>It may be run any number of times, by this program or by psql, and records its number itself.
 */
record MetadataFile(int version, String name) {
  private static final String FOLDER = "/dev/tributary/core/metadata/";
  private static final List<String> NAMES =
      List.of(
          "001_roles.sql",
          "002_clusters.sql",
          "003_guards.sql",
          "004_election.sql",
          "005_clients.sql",
          "006_jobs.sql",
          "007_conflicts.sql",
          "008_state.sql",
          "009_views.sql",
          "010_isolation.sql",
          "011_client_functions.sql",
          "012_drift.sql",
          "013_tables.sql",
          "014_table_changes.sql",
          "015_finish_load.sql",
          "016_archive.sql",
          "017_cleanup.sql",
          "018_administration.sql",
          "024_considered.sql",
          "028_lifecycle.sql");

  /** All of them, in their order. */
  static List<MetadataFile> all() {
    return NAMES.stream().map(name -> new MetadataFile(number(name), name)).toList();
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(0, name.indexOf('_')));
  }

  /** The version of a database that has all of them: numbers may have gaps. */
  static int newest() {
    return number(NAMES.get(NAMES.size() - 1));
  }

  String sql() {
    try (InputStream in = MetadataFile.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: " + FOLDER + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
