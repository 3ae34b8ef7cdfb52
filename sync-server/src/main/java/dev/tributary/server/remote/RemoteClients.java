package dev.tributary.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.SyncMode;
import dev.tributary.api.VerifyMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The clients of a node's cluster, asked over HTTP. */
public final class RemoteClients {
  private static final String CLIENTS = "/api/v1/clients";

  private final NodeClient node;

  public RemoteClients(NodeClient node) {
    this.node = node;
  }

  private static String path(ClientName client, String act) {
    return CLIENTS + "/" + client.value() + (act.isEmpty() ? "" : "/" + act);
  }

  /** As the table of clients has them. */
  public List<Map<String, Object>> status(Optional<ClientName> client) {
    return client.isPresent()
        ? List.of(NodeClient.plain(node.get(path(client.get(), ""))))
        : rows(node.get(CLIENTS), "clients");
  }

  /** The latest first. */
  public List<Map<String, Object>> jobs(Optional<ClientName> client, int limit) {
    String of = client.map(name -> "&client_name=" + name.value()).orElse("");
    return rows(node.get("/api/v1/sync/jobs?limit=" + limit + of), "jobs");
  }

  static List<Map<String, Object>> rows(JsonNode document, String field) {
    List<Map<String, Object>> rows = new ArrayList<>();
    document.path(field).forEach(row -> rows.add(NodeClient.plain(row)));
    return rows;
  }

  /**
   * @param source as the node that leads sees it
   * @return the client as it stands then
   */
  public JsonNode register(
      ClientName client, Path source, Optional<String> schema, Duration interval) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("client_name", client.value());
    body.put("source", source.toString());
    schema.ifPresent(name -> body.put("schema", name));
    body.put("sync_interval", interval.toSeconds());
    return node.post(CLIENTS, body);
  }

  public JsonNode start(ClientName client) {
    return node.post(path(client, "start"), Map.of());
  }

  public JsonNode pause(ClientName client) {
    return node.post(path(client, "pause"), Map.of());
  }

  public JsonNode interval(ClientName client, Duration interval) {
    return node.post(path(client, "interval"), Map.of("sync_interval", interval.toSeconds()));
  }

  /**
   * @return {@code sync_id} of the job that does it, or that runs or waits already
   */
  public String sync(ClientName client, SyncMode mode, String triggeredBy) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("client_name", client.value());
    body.put("full_sync", mode == SyncMode.FULL);
    body.put("triggered_by", triggeredBy);
    return node.post("/api/v1/sync/trigger", body).path("sync_id").asText();
  }

  /** The same, whatever the file is then: no guard holds it. */
  public String syncAllowingMassDelete(ClientName client, SyncMode mode, String triggeredBy) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("client_name", client.value());
    body.put("full_sync", mode == SyncMode.FULL);
    body.put("triggered_by", triggeredBy);
    body.put("allow_mass_delete", true);
    body.put("confirm", client.value());
    return node.post("/api/v1/sync/trigger", body).path("sync_id").asText();
  }

  /**
   * Compares the registered file, where the node that leads sees it, cell by cell.
   *
   * @return {@code sync_id} of the job
   */
  public String verify(ClientName client, VerifyMode mode) {
    return node.post(path(client, "verify"), Map.of("repair", mode == VerifyMode.REPAIR))
        .path("sync_id")
        .asText();
  }

  /**
   * A SQLite file back, in the folder that the node that leads restores to.
   *
   * @param file its name there
   * @return {@code sync_id} of the job
   */
  public String restore(ClientName client, String file) {
    return node.post(path(client, "restore"), Map.of("file", file)).path("sync_id").asText();
  }

  /** A job as it stands. */
  public Map<String, Object> job(String syncId) {
    return NodeClient.plain(node.get("/api/v1/sync/jobs/" + NodeClient.encoded(syncId)));
  }

  public void confirmHold(ClientName client, String typed) {
    node.post(path(client, "confirm-hold"), Map.of("confirm", typed));
  }

  /**
   * @param schema empty: it stays
   * @return the schema that the client has now
   */
  public String rename(ClientName client, ClientName name, Optional<String> schema) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("new_name", name.value());
    schema.ifPresent(its -> body.put("schema", its));
    return node.post(path(client, "rename"), body).path("target_schema").asText();
  }

  public void relocate(ClientName client, Path source) {
    node.post(path(client, "relocate"), Map.of("source", source.toString()));
  }

  /**
   * @param source where the nodes of the other cluster see the file, if at another place
   */
  public void move(ClientName client, ClusterName to, Optional<Path> source) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("cluster_name", to.value());
    source.ifPresent(path -> body.put("source", path.toString()));
    node.post(path(client, "move"), body);
  }

  /**
   * @return the schema that is gone
   */
  public String deregisterWithData(ClientName client, String typed, String typedDelete) {
    return node.post(
            path(client, "deregister"),
            Map.of("confirm", typed, "drop_schema", true, "confirm_drop", typedDelete))
        .path("target_schema")
        .asText();
  }

  /**
   * @return the schema that stays
   */
  public String deregister(ClientName client, String typed) {
    return node.post(path(client, "deregister"), Map.of("confirm", typed))
        .path("target_schema")
        .asText();
  }
}
