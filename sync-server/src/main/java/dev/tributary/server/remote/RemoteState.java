package dev.tributary.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Freshness;
import dev.tributary.api.Json;
import dev.tributary.api.StateEntry;
import dev.tributary.api.TargetUnavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The state of a node's cluster, looked at again and again. Each look begins where the last one
 * that was answered ended, so that nothing is missed while the node is away.
 */
public final class RemoteState {
  private final NodeClient node;
  private final String path;
  private final Consumer<String> tells;

  // What the last look had, by key; the next one may repeat it
  private Map<String, Long> versions = new HashMap<>();
  private String mark = "";
  private boolean away;

  private RemoteState(NodeClient node, String prefix, Consumer<String> tells) {
    this.node = node;
    this.path = "/api/v1/state?prefix=" + NodeClient.encoded(prefix) + "&since=";
    this.tells = tells;
  }

  /**
   * What is written from now on is news.
   *
   * @param tells hears that the node is away, and that it is back
   */
  public static RemoteState of(NodeClient node, String prefix, Consumer<String> tells) {
    RemoteState state = new RemoteState(node, prefix, tells);
    state.look();
    return state;
  }

  /**
   * The newest version of each key that changed since the last look, deletes included.
   *
   * @return nothing while the node is away, or when the thread is interrupted
   * @throws ConfigurationInvalid when it refuses to answer
   */
  public List<StateEntry> news() {
    try {
      List<StateEntry> news = look();
      if (away) {
        away = false;
        tells.accept("the node answers again");
      }
      return news;
    } catch (TargetUnavailable e) {
      if (!away && !Thread.currentThread().isInterrupted()) {
        away = true;
        tells.accept(e.getMessage() + "; waiting for it");
      }
      return List.of();
    }
  }

  private List<StateEntry> look() {
    JsonNode answer = node.get(path + mark);
    if (!answer.path("since").isTextual()) {
      throw new ConfigurationInvalid(
          "the node is of an older version, whose state cannot be watched: update it");
    }
    Map<String, Long> before = answer.path("all").asBoolean() ? Map.of() : versions;
    Map<String, Long> now = new HashMap<>();
    List<StateEntry> news = new ArrayList<>();
    for (JsonNode change : answer.path("entries")) {
      StateEntry entry = entry(change);
      now.put(entry.key(), entry.version());
      if (before.getOrDefault(entry.key(), 0L) < entry.version()) {
        news.add(entry);
      }
    }
    versions = now;
    mark = NodeClient.encoded(answer.path("since").asText());
    return news;
  }

  private static StateEntry entry(JsonNode change) {
    return new StateEntry(
        change.path("key").asText(),
        new Json(change.path("value").toString()),
        change.path("version").asLong(),
        Instant.parse(change.path("updated_at").asText()),
        change.path("updated_by").asText(),
        change.path("deleted").asBoolean(),
        Freshness.ASKED);
  }
}
