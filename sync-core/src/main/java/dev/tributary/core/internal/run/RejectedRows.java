package dev.tributary.core.internal.run;

import dev.tributary.core.internal.table.KeyHash;
import java.util.HashMap;
import java.util.Map;

/**
 * The rows that PostgreSQL refused for good in an earlier attempt of this run, by table and key.
 * They stay out of the next attempt and go to quarantine.
 */
final class RejectedRows {
  /** Why a row was refused. */
  record Reason(String key, String sqlState, String message) {}

  private final Map<String, Map<KeyHash, Reason>> byTable = new HashMap<>();

  void add(String table, KeyHash key, Reason reason) {
    byTable
        .computeIfAbsent(table, none -> new HashMap<>())
        .put(new KeyHash(key.high(), key.low()), reason);
  }

  boolean contains(String table, KeyHash key) {
    Map<KeyHash, Reason> rows = byTable.get(table);
    return rows != null && rows.containsKey(key);
  }

  Map<KeyHash, Reason> of(String table) {
    return byTable.getOrDefault(table, Map.of());
  }

  boolean isEmpty() {
    return byTable.isEmpty();
  }
}
