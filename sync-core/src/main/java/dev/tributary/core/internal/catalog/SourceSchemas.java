package dev.tributary.core.internal.catalog;

import dev.tributary.api.ConfigurationInvalid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The complete declarations of each client's file, by schema epoch: what restore builds from. */
public final class SourceSchemas {
  private static final String KEEP =
      """
      INSERT INTO sync_metadata.source_schemas (deployment_id, schema_epoch, content)
      VALUES (?, ?, ?::json) ON CONFLICT (deployment_id, schema_epoch) DO UPDATE
         SET content = excluded.content
       WHERE source_schemas.content::text IS DISTINCT FROM excluded.content::text
      """;
  private static final String READ =
      """
      SELECT content::text FROM sync_metadata.source_schemas
       WHERE deployment_id = ? AND schema_epoch = ?
      """;

  private SourceSchemas() {}

  public static void keep(Connection connection, ClientRow client, String epoch, String content)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
      insert.setObject(1, client.id());
      insert.setString(2, epoch);
      insert.setString(3, content);
      insert.executeUpdate();
    }
  }

  /** The declarations as of the client's last complete run. */
  public static String read(Connection connection, ClientRow client) throws SQLException {
    String epoch =
        client
            .schemaEpoch()
            .orElseThrow(
                () ->
                    new ConfigurationInvalid(
                        "client %s has no complete sync yet: nothing to restore from"
                            .formatted(client.name())));
    try (PreparedStatement query = connection.prepareStatement(READ)) {
      query.setObject(1, client.id());
      query.setString(2, epoch);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new ConfigurationInvalid(
              "the declarations of client %s are missing; run: tributary sync --full"
                  .formatted(client.name()));
        }
        return row.getString(1);
      }
    }
  }
}
