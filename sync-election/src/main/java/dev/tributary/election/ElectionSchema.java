package dev.tributary.election;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.internal.LeaseRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * The lease table for applications that use the election alone. Where {@code tributary db install}
 * has run it is there already.
 */
public final class ElectionSchema {
  private static final String FILE = "election.sql";
  private static final String LOCK = "SELECT pg_advisory_xact_lock(7312941)";
  private static final String IS_THERE =
      "SELECT to_regclass('sync_metadata.leader_election') IS NOT NULL";

  private ElectionSchema() {}

  /**
   * Makes schema, tables and functions unless they are there, in one transaction.
   *
   * @param administrator of a role that may create a schema; nodes need less, as the file says
   */
  public static void install(ConnectionSource administrator) {
    try (Connection connection = administrator.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(LOCK);
      if (!isThere(statement)) {
        statement.execute(sql());
      }
      connection.commit();
    } catch (SQLException e) {
      throw LeaseRow.unavailable("install the lease table", e);
    }
  }

  private static boolean isThere(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(IS_THERE)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static String sql() {
    try (InputStream in = ElectionSchema.class.getResourceAsStream(FILE)) {
      return new String(Objects.requireNonNull(in, FILE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
