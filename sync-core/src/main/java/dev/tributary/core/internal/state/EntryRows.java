package dev.tributary.core.internal.state;

import dev.tributary.api.Freshness;
import dev.tributary.api.Json;
import dev.tributary.api.StateEntry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rows of {@code sync_metadata.state_entries} as entries. */
final class EntryRows {
  private EntryRows() {}

  static List<StateEntry> all(PreparedStatement query) throws SQLException {
    List<StateEntry> found = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        found.add(entry(row));
      }
    }
    return newest(found);
  }

  static StateEntry entry(ResultSet row) throws SQLException {
    return new StateEntry(
        row.getString("key"),
        new Json(Objects.requireNonNullElse(row.getString("value"), "null")),
        row.getLong("version"),
        row.getObject("updated_at", OffsetDateTime.class).toInstant(),
        row.getString("updated_by"),
        row.getBoolean("deleted"),
        Freshness.ASKED);
  }

  /** One version of each key: a client that came back stands beside its tombstone. */
  static List<StateEntry> newest(Collection<StateEntry> entries) {
    Map<String, StateEntry> byKey = new LinkedHashMap<>();
    for (StateEntry entry : entries) {
      byKey.merge(entry.key(), entry, EntryRows::newer);
    }
    return byKey.values().stream().sorted(Comparator.comparing(StateEntry::key)).toList();
  }

  static StateEntry newer(StateEntry one, StateEntry other) {
    return other.version() > one.version() ? other : one;
  }
}
