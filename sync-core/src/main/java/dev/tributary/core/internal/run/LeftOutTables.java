package dev.tributary.core.internal.run;

import dev.tributary.api.TableReport;
import dev.tributary.core.internal.apply.ApplyTransaction;
import dev.tributary.core.internal.apply.QuarantineRows;
import dev.tributary.core.internal.catalog.MissingRows;
import dev.tributary.core.internal.table.SourceSchema.Skipped;
import java.util.List;
import java.util.Optional;

/** Tables with rows of their own that PostgreSQL has no place for: in quarantine as a whole. */
final class LeftOutTables {
  private static final String PROGRAM_LIMIT = "54000";

  private final RunContext run;
  private final QuarantineRows quarantine;

  LeftOutTables(RunContext run, ApplyTransaction transaction) {
    this.run = run;
    this.quarantine = new QuarantineRows(transaction.connection(), run.client(), run.job());
  }

  List<TableResult> record() {
    return run.schema().skipped().stream()
        .filter(table -> table.rows() > 0)
        .map(this::record)
        .toList();
  }

  private TableResult record(Skipped table) {
    String reason =
        "none of its %d rows is in the mirror: %s".formatted(table.rows(), table.reason());
    quarantine.add(table.table(), MissingRows.WHOLE_TABLE, "", reason, PROGRAM_LIMIT);
    TableReport report = new TableReport(table.table(), table.rows(), 0, 0, 0, 0, table.rows(), 0);
    return new TableResult(report, Optional.empty(), 0);
  }
}
