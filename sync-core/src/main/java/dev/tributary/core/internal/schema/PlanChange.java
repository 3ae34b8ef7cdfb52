package dev.tributary.core.internal.schema;

import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.TablePlan;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** What became of one table since its plan was stored, and what the mirror has to do about it. */
public sealed interface PlanChange {

  /** The source's name of the table. */
  String table();

  /** The plan is what it was. Nothing to do. */
  record Unchanged(TablePlan plan) implements PlanChange {
    public Unchanged {
      Objects.requireNonNull(plan, "plan");
    }

    @Override
    public String table() {
      return plan.source();
    }
  }

  /** The table is new: create and load it. */
  record NewTable(TablePlan plan) implements PlanChange {
    public NewTable {
      Objects.requireNonNull(plan, "plan");
    }

    @Override
    public String table() {
      return plan.source();
    }
  }

  /**
   * Columns came or went; rows keep their keys. A column of another type is among both lists, under
   * the same name: retire first, then add.
   *
   * @param added in source order
   * @param retired as they were stored
   * @param revisit ALL when each row must be written again, because a value goes somewhere else
   *     than before; CHANGED when the rows' hashes tell
   */
  record Altered(
      TablePlan stored,
      TablePlan plan,
      List<ColumnPlan> added,
      List<ColumnPlan> retired,
      Revisit revisit)
      implements PlanChange {
    public Altered {
      Objects.requireNonNull(stored, "stored");
      Objects.requireNonNull(plan, "plan");
      Objects.requireNonNull(revisit, "revisit");
      added = List.copyOf(added);
      retired = List.copyOf(retired);
    }

    @Override
    public String table() {
      return plan.source();
    }
  }

  /**
   * Rows are told apart in another way: retire the whole table and load it anew.
   *
   * @param why for people
   */
  record Rekeyed(TablePlan stored, TablePlan plan, String why) implements PlanChange {
    public Rekeyed {
      Objects.requireNonNull(stored, "stored");
      Objects.requireNonNull(plan, "plan");
      Objects.requireNonNull(why, "why");
    }

    @Override
    public String table() {
      return plan.source();
    }
  }

  /** The table left the source: retire it. */
  record Gone(TablePlan stored) implements PlanChange {
    public Gone {
      Objects.requireNonNull(stored, "stored");
    }

    @Override
    public String table() {
      return stored.source();
    }
  }

  /** Which rows of an altered table have to be written again. */
  enum Revisit {
    CHANGED,
    ALL
  }

  /** One change for each table, those that are gone first: their names become free. */
  static List<PlanChange> between(Collection<TablePlan> stored, Collection<TablePlan> now) {
    return PlanComparison.compare(stored, now);
  }
}
