package dev.tributary.core.internal.schedule;

import dev.tributary.api.Leadership;
import dev.tributary.core.internal.jdbc.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/** Removes what is over and older than the setting {@code retention.keep}. */
final class Retention {
  private static final String PURGE =
      """
      SELECT sync_metadata.purge(s.value::interval)
        FROM sync_metadata.settings s WHERE s.name = 'retention.keep'
      """;

  private final Database database;

  Retention(Database database) {
    this.database = database;
  }

  /** What was removed, as {@code sync_metadata.purge} tells it. */
  String purge(Leadership leadership) {
    return database.inFencedTransaction(
        "remove what is over",
        leadership,
        connection -> {
          try (PreparedStatement call = connection.prepareStatement(PURGE);
              ResultSet row = call.executeQuery()) {
            return row.next() ? row.getString(1) : "nothing: no setting retention.keep";
          }
        });
  }
}
