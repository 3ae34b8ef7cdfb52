package dev.tributary.core.internal.schema;

import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.SourceColumn;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.SourceTable;
import dev.tributary.core.internal.table.TablePlan;
import java.util.List;
import java.util.Map;

/** Fills a {@link Profile}. */
final class ContentProfile {
  private ContentProfile() {}

  static Profile of(SourceTable table, TablePlan plan, TableContent content) {
    Map<String, ClassCounts> counts = content.classes(table.columns());
    List<Profile.Column> columns =
        table.columns().stream()
            .map(c -> column(c, counts.get(c.name()), plan.column(c.name()), content))
            .toList();
    return new Profile(table.name(), content.count("true"), columns);
  }

  private static Profile.Column column(
      SourceColumn column, ClassCounts counts, ColumnPlan plan, TableContent content) {
    return new Profile.Column(
        column.name(),
        counts.nulls(),
        counts.integers(),
        counts.reals(),
        counts.texts(),
        counts.blobs(),
        strays(counts, plan, content));
  }

  private static long strays(ClassCounts counts, ColumnPlan plan, TableContent content) {
    String name = SourceName.quoted(plan.name());
    return switch (plan.type()) {
      case TEXT ->
          counts.strays(plan.type()) + textsNotHeld(name, "instr(%s, char(0)) > 0", content);
      case JSON, JSONB -> counts.blobs() + textsNotHeld(name, "NOT json_valid(%s)", content);
      default -> counts.strays(plan.type());
    };
  }

  private static long textsNotHeld(String name, String condition, TableContent content) {
    return content.count("typeof(%s) = 'text' AND ".formatted(name) + condition.formatted(name));
  }
}
