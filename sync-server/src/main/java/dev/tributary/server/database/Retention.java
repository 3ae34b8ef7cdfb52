package dev.tributary.server.database;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Removes history that is over and old. */
public final class Retention {
  private static final String PURGE =
      "SELECT key, value::bigint FROM jsonb_each_text(sync_metadata.purge(make_interval(days => ?)))";

  /** What purge raises for rows that must be kept longer. */
  private static final String REFUSED = "22023";

  private final Database database;

  public Retention(ConnectionSource connections) {
    this.database = new Database(connections);
  }

  /**
   * @return removed rows by table
   */
  public Map<String, Long> purgeOlderThan(int days) {
    return database.inTransaction(
        "purge",
        connection -> {
          try {
            return purge(connection, days);
          } catch (PSQLException e) {
            throw tooYoung(e);
          }
        });
  }

  private static Map<String, Long> purge(Connection connection, int days) throws SQLException {
    Map<String, Long> removed = new TreeMap<>();
    try (PreparedStatement purge = connection.prepareStatement(PURGE)) {
      purge.setInt(1, days);
      try (ResultSet rows = purge.executeQuery()) {
        while (rows.next()) {
          removed.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return removed;
  }

  private static RuntimeException tooYoung(PSQLException e) throws PSQLException {
    ServerErrorMessage server = e.getServerErrorMessage();
    if (server == null || !REFUSED.equals(e.getSQLState())) {
      throw e;
    }
    return new ConfigurationInvalid(server.getMessage() + "; name more days", e);
  }
}
