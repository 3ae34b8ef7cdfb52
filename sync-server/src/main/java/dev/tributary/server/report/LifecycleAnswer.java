package dev.tributary.server.report;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answers of commands that change a client as a whole. */
public final class LifecycleAnswer {
  private static final String CLIENT = "client_name";
  private static final String SCHEMA = "target_schema";

  private LifecycleAnswer() {}

  public static Answer confirmed(ClientName client, String reason) {
    Map<String, Object> document = document(client);
    document.put("confirmed", true);
    document.put("hold_reason", reason);
    return new Answer(
        List.of("%s: the next run follows the file as it was held".formatted(client)), document);
  }

  public static Answer renamed(ClientName was, ClientName client, String schema) {
    Map<String, Object> document = document(client);
    document.put("was", was.value());
    document.put(SCHEMA, schema);
    return new Answer(List.of("%s: now %s, schema %s".formatted(was, client, schema)), document);
  }

  public static Answer relocated(ClientName client, Path file) {
    Map<String, Object> document = document(client);
    document.put("source_path", file.toString());
    return new Answer(List.of("%s: mirrors %s".formatted(client, file)), document);
  }

  public static Answer moved(ClientName client, ClusterName from, ClusterName to) {
    Map<String, Object> document = document(client);
    document.put("cluster_name", to.value());
    document.put("was_in", from.value());
    return new Answer(
        List.of("%s: moved from cluster %s to %s".formatted(client, from, to)), document);
  }

  public static Answer deregistered(ClientName client, String schema) {
    Map<String, Object> document = document(client);
    document.put(SCHEMA, schema);
    document.put("schema_dropped", false);
    return new Answer(
        List.of("%s: deregistered; schema %s stays with its rows".formatted(client, schema)),
        document);
  }

  public static Answer dropped(ClientName client, String schema) {
    Map<String, Object> document = document(client);
    document.put(SCHEMA, schema);
    document.put("schema_dropped", true);
    return new Answer(
        List.of("%s: deregistered; schema %s is dropped".formatted(client, schema)), document);
  }

  private static Map<String, Object> document(ClientName client) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(CLIENT, client.value());
    return document;
  }
}
