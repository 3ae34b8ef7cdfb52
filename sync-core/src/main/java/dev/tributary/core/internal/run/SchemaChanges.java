package dev.tributary.core.internal.run;

import dev.tributary.core.internal.apply.ApplyTransaction;
import dev.tributary.core.internal.apply.ConflictRows;
import dev.tributary.core.internal.apply.DriftRows;
import dev.tributary.core.internal.apply.TargetTable;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.catalog.TableCatalog;
import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.schema.PlanChange;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.TablePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets the target follow the source's schema. Nothing is dropped: what left is renamed and kept.
 */
final class SchemaChanges {
  private final TableCatalog catalog;
  private final ClientRow client;
  private final Job job;
  private final ApplyTransaction transaction;
  private final Connection connection;
  private final List<String> notes = new ArrayList<>();

  SchemaChanges(TableCatalog catalog, RunContext run, ApplyTransaction transaction) {
    this.catalog = catalog;
    this.client = run.client();
    this.job = run.job();
    this.transaction = transaction;
    this.connection = transaction.connection();
  }

  /** What happened, for people. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Others may have dropped the whole schema of the client. */
  void ensureSchema() {
    try {
      catalog.ensureSchema(connection, client);
    } catch (SQLException e) {
      throw SqlStates.toSyncException("make the schema of " + client.name() + " again", e);
    }
  }

  void follow(PlanChange change) {
    try {
      if (change instanceof PlanChange.Gone gone) {
        retire(gone.stored());
        notes.add("table " + gone.table() + " left the source; its mirror was retired");
      } else if (change instanceof PlanChange.NewTable added) {
        catalog.beginLoad(connection, client, added.plan());
      } else if (change instanceof PlanChange.Rekeyed rekeyed) {
        retire(rekeyed.stored());
        catalog.beginLoad(connection, client, rekeyed.plan());
        notes.add(
            "table %s is loaded anew: %s; the old mirror was retired"
                .formatted(rekeyed.table(), rekeyed.why()));
      } else if (change instanceof PlanChange.Altered altered) {
        alter(altered);
      }
    } catch (SQLException e) {
      throw SqlStates.toSyncException("change the mirror of table " + change.table(), e);
    }
  }

  /** What was open about the table is over: nobody can decide about its rows any more. */
  private void retire(TablePlan stored) throws SQLException {
    new DriftRows(connection, new TargetTable(client.schema(), stored)).resolveAll();
    new ConflictRows(transaction, client, job).closeAll(stored.source());
    catalog.retireTable(connection, client, stored.source());
  }

  private void alter(PlanChange.Altered altered) throws SQLException {
    TablePlan plan = altered.plan();
    catalog.dropIndexes(connection, client, altered.stored(), plan);
    for (ColumnPlan retired : altered.retired()) {
      catalog.retireColumn(connection, client, plan, retired);
      notes.add("column %s.%s was retired".formatted(plan.source(), retired.name()));
    }
    for (ColumnPlan added : altered.added()) {
      makeWay(plan, added);
      catalog.addColumn(connection, client, plan, added);
      notes.add("column %s.%s was added".formatted(plan.source(), added.name()));
    }
    catalog.setPlan(connection, client, plan);
  }

  /** Values that others keep under the name of a column are not the source's. */
  private void makeWay(TablePlan plan, ColumnPlan added) throws SQLException {
    if (catalog.hasColumn(connection, client, plan, added)) {
      catalog.retireColumn(connection, client, plan, added);
      notes.add(
          "column %s.%s, which others had added to the mirror, was retired"
              .formatted(plan.source(), added.name()));
    }
  }

  /** Adds key, indexes and triggers to a loaded table and opens it. */
  void finishLoad(TablePlan plan) {
    try {
      long foreign = catalog.finishLoad(connection, client, plan);
      if (foreign > 0) {
        notes.add(
            "%d rows that others had put into %s were archived".formatted(foreign, plan.source()));
      }
    } catch (SQLException e) {
      throw SqlStates.toSyncException("open the mirror of table " + plan.source(), e);
    }
  }
}
