package dev.tributary.core.internal.schema;

import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.SourceIndex;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.SourceTable;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TargetType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Chooses the plain indexes of the mirror: those of the source that PostgreSQL can have.
 *
 * <p>Never unique: the source is the judge of that.
 */
final class IndexPlanner {
  /** As for keys: a longer value would make PostgreSQL refuse the row. */
  private static final int MAX_BYTES = 1000;

  private static final int MAX_COLUMNS = 32;

  private final SourceTable table;
  private final TableContent content;
  private final Map<String, ColumnPlan> columns;

  IndexPlanner(SourceTable table, TableContent content, List<ColumnPlan> columns) {
    this.table = table;
    this.content = content;
    this.columns =
        columns.stream()
            .collect(Collectors.toMap(c -> SourceName.folded(c.name()), Function.identity()));
  }

  List<List<String>> plan(KeyPlan key, Optional<TablePlan> stored) {
    List<List<String>> before = stored.map(TablePlan::indexes).orElse(List.of());
    return table.indexes().stream()
        .filter(index -> !index.partial() && !index.columns().isEmpty())
        .map(SourceIndex::columns)
        .filter(index -> index.size() <= MAX_COLUMNS && !index.equals(key.columns()))
        .filter(index -> index.stream().map(this::column).allMatch(IndexPlanner::isSortable))
        .distinct()
        .filter(index -> before.contains(index) || isShort(index))
        .sorted((one, other) -> one.toString().compareTo(other.toString()))
        .toList();
  }

  private ColumnPlan column(String name) {
    return columns.get(SourceName.folded(name));
  }

  private static boolean isSortable(ColumnPlan column) {
    return column.type() != TargetType.JSON && column.type() != TargetType.JSONB;
  }

  private boolean isShort(List<String> index) {
    String length =
        index.stream()
            .filter(name -> hasLength(column(name)))
            .map(name -> "coalesce(octet_length(" + SourceName.quoted(name) + "), 0)")
            .collect(Collectors.joining(" + "));
    return length.isEmpty() || !content.exists(length + " > " + MAX_BYTES);
  }

  private static boolean hasLength(ColumnPlan column) {
    return column.type() == TargetType.TEXT || column.type() == TargetType.BYTEA;
  }
}
