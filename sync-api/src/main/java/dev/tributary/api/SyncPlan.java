package dev.tributary.api;

import java.util.List;
import java.util.Objects;

/**
 * What a sync would do.
 *
 * @param risks what a person should look at before the first write
 * @param skipped tables that are not mirrored, with the reason
 */
public record SyncPlan(
    String source,
    long fileBytes,
    String journalMode,
    String snapshot,
    List<Table> tables,
    List<String> skipped,
    List<String> risks) {
  public SyncPlan {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(journalMode, "journalMode");
    Objects.requireNonNull(snapshot, "snapshot");
    tables = List.copyOf(tables);
    skipped = List.copyOf(skipped);
    risks = List.copyOf(risks);
  }

  /**
   * One table to mirror.
   *
   * @param key the key columns, or how rows without a usable key are told apart
   */
  public record Table(String source, String target, String key, long rows, List<Column> columns) {
    public Table {
      columns = List.copyOf(columns);
    }
  }

  /**
   * One column to mirror.
   *
   * @param strays cells of today that the type cannot hold exactly and that travel beside the row
   */
  public record Column(
      String source, String target, String declared, String type, String why, long strays) {}
}
