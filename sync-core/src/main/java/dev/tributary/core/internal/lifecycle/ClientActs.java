package dev.tributary.core.internal.lifecycle;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.core.internal.jdbc.Database;
import java.nio.file.Path;
import java.util.Optional;

/** The functions that change a client as a whole. */
public final class ClientActs {
  private static final String CONFIRM = "SELECT sync_metadata.confirm_hold(?)";
  private static final String RENAME = "SELECT sync_metadata.rename_client(?, ?, ?::text)";
  private static final String RELOCATE = "SELECT sync_metadata.relocate_client(?, ?)";
  private static final String MOVE = "SELECT sync_metadata.move_client(?, ?, ?::text)";
  private static final String SCHEMA =
      """
      SELECT d.target_schema FROM sync_metadata.client_deployments d WHERE d.client_name = ?
      """;
  private static final String DEREGISTER = "SELECT sync_metadata.deregister_client(?, ?)";

  private final Acting acting;

  public ClientActs(Database database, ClusterName cluster) {
    this.acting = new Acting(database, cluster);
  }

  public void confirmHold(ClientName client, String actor) {
    acting.on(
        client,
        actor,
        "confirm the hold of",
        connection -> Acting.call(connection, CONFIRM, client.value()));
  }

  /**
   * @param schema empty: it stays
   * @return the schema that it has now
   */
  public String rename(ClientName client, ClientName name, Optional<String> schema, String actor) {
    return acting.on(
        client,
        actor,
        "rename",
        connection ->
            Acting.call(connection, RENAME, client.value(), name.value(), schema.orElse(null)));
  }

  public void relocate(ClientName client, Path source, String actor) {
    acting.on(
        client,
        actor,
        "relocate",
        connection -> Acting.call(connection, RELOCATE, client.value(), source.toString()));
  }

  public void move(ClientName client, ClusterName to, Optional<Path> source, String actor) {
    acting.on(
        client,
        actor,
        "move",
        connection ->
            Acting.call(
                connection,
                MOVE,
                client.value(),
                to.value(),
                source.map(Path::toString).orElse(null)));
  }

  /** What becomes of the schema of a client that leaves. */
  public enum ItsData {
    KEPT,
    DROPPED
  }

  /**
   * @return its schema
   */
  public String deregister(ClientName client, ItsData data, String actor) {
    return acting.on(
        client,
        actor,
        "deregister",
        connection -> {
          String schema = Acting.call(connection, SCHEMA, client.value());
          Acting.call(connection, DEREGISTER, client.value(), data == ItsData.DROPPED);
          return schema;
        });
  }
}
