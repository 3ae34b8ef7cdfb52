package dev.tributary.server.web.events;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.server.database.EventRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds out what changed in the cluster since the last look: on the leader and on a follower alike,
 * for it looks where all of them write.
 */
final class ClusterNews {
  private final EventRows rows;

  // Guarded by this
  private Map<String, Map<String, Object>> known = new HashMap<>();

  ClusterNews(ConnectionSource connections, ClusterName cluster) {
    this.rows = new EventRows(new Database(connections), cluster);
  }

  /**
   * A change, not yet numbered.
   *
   * @param kind as in {@link Event}
   */
  record Change(String kind, Map<String, Object> content) {}

  /** Learns what there is, so that the next look tells what changed since. */
  synchronized void learn() {
    known = now();
  }

  synchronized List<Change> look() {
    Map<String, Map<String, Object>> now = now();
    List<Change> changes = new ArrayList<>();
    now.forEach(
        (key, row) -> {
          if (!row.equals(known.get(key))) {
            changes.add(new Change(key.replaceFirst(" .*", ""), row));
          }
        });
    known = now;
    return changes;
  }

  private Map<String, Map<String, Object>> now() {
    Map<String, Map<String, Object>> now = new LinkedHashMap<>();
    rows.leadership().ifPresent(row -> now.put("leadership", row));
    keep("job", "sync_id", rows.jobs(), now);
    keep("progress", "key", rows.progress(), now);
    keep("conflict", "id", rows.conflicts(), now);
    return now;
  }

  private static void keep(
      String kind,
      String id,
      List<Map<String, Object>> found,
      Map<String, Map<String, Object>> into) {
    found.forEach(row -> into.put(kind + " " + Objects.toString(row.get(id)), row));
  }
}
