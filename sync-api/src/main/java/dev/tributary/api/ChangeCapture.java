package dev.tributary.api;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds what changed in a SQLite file between two looks at it. Exact: after the changes of a call
 * are applied to the state of the call before, every table holds what the file held at one instant,
 * whatever the app did in between. Nothing is written beside the file.
 *
 * <p>The engine captures against the base that it keeps in PostgreSQL; this port offers the same
 * capture with the base in memory, for applications that only want the changes.
 */
public interface ChangeCapture {

  /**
   * Tells {@code onChange} each change since the last call on this object; at the first call each
   * row is an upsert. Deletes of a table come before its upserts.
   *
   * @return rows read by table
   * @throws SourceUnavailable when the file cannot be read now; nothing counts as captured
   */
  Map<String, Long> capture(Path source, Consumer<TableChange> onChange);

  /** A change and the table that it happened in. */
  record TableChange(String table, RowChange change) {}
}
