package dev.tributary.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The result of {@link SyncEngine#verify}.
 *
 * @param openConflicts rows in conflict or quarantine, which may differ until a person has decided;
 *     counted, not repaired
 */
public record VerifyReport(
    ClientName client, List<Table> tables, long openConflicts, List<String> notes, Duration took) {
  public VerifyReport {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(took, "took");
    tables = List.copyOf(tables);
    notes = List.copyOf(notes);
  }

  /** Whether source and target are cell-equal now. */
  public boolean equal() {
    return tables.stream().allMatch(t -> t.differences() == t.repaired());
  }

  public long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  public long cells() {
    return tables.stream().mapToLong(Table::cells).sum();
  }

  public long differences() {
    return tables.stream().mapToLong(Table::differences).sum();
  }

  /**
   * One compared table.
   *
   * @param missing rows of the source that the target lacks
   * @param extra rows of the target that the source lacks
   * @param different rows with at least one different cell
   * @param examples up to ten differing rows: key and columns, no values
   */
  public record Table(
      String table,
      long rows,
      long cells,
      long missing,
      long extra,
      long different,
      long repaired,
      List<String> examples) {
    public Table {
      examples = List.copyOf(examples);
    }

    public long differences() {
      return missing + extra + different;
    }
  }
}
