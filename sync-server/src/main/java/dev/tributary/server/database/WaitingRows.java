package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads what waits for a person in one cluster, as PostgreSQL writes each value; empty where it has
 * none.
 */
public final class WaitingRows {
  private final Database database;
  private final ClientRows clients;
  private final ClusterName cluster;

  public WaitingRows(ConnectionSource connections, ClusterName cluster) {
    this.database = new Database(connections);
    this.clients = new ClientRows(connections, cluster);
    this.cluster = cluster;
  }

  /**
   * The oldest first.
   *
   * @param client empty text for all clients
   */
  public List<Map<String, String>> list(Waiting kind, String client, int limit) {
    List<Map<String, String>> found =
        database.withConnection(
            "read what waits for a person",
            connection -> {
              try (PreparedStatement query = connection.prepareStatement(kind.list())) {
                query.setString(1, client);
                query.setString(2, client);
                query.setString(3, cluster.value());
                query.setInt(4, limit);
                return rows(query);
              }
            });
    return clients.requireKnown(found, client);
  }

  /** One of them with everything that is known. */
  public Optional<Map<String, String>> show(Waiting kind, UUID id) {
    return database.withConnection(
        "read " + kind.word() + " " + id,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(kind.show())) {
            query.setObject(1, id);
            query.setString(2, cluster.value());
            return rows(query).stream().findFirst();
          }
        });
  }

  private static List<Map<String, String>> rows(PreparedStatement query) throws SQLException {
    List<Map<String, String>> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      ResultSetMetaData columns = rows.getMetaData();
      while (rows.next()) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          row.put(columns.getColumnLabel(i), Objects.requireNonNullElse(rows.getString(i), ""));
        }
        found.add(row);
      }
    }
    return found;
  }
}
