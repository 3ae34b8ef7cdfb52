package dev.tributary.core.internal.restore;

import dev.tributary.core.internal.capture.RowHasher;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.MissingRows;
import dev.tributary.core.internal.mirror.MirrorRows;
import dev.tributary.core.internal.mirror.MirrorSnapshot;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.TablePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rows of the mirror that go into the file.
 *
 * <p>Rows that others put into the mirror never were in the file, and stay out. Rows that others
 * changed come back as they are now, and those that they deleted do not; all are counted.
 */
final class RestoredRows implements RowSource {
  private final MirrorSnapshot mirror;
  private long foreign;
  private long changed;
  private long removed;
  private final List<String> emptied = new ArrayList<>();

  RestoredRows(MirrorSnapshot mirror) {
    this.mirror = mirror;
  }

  @Override
  public void read(TablePlan plan, Consumer<Row> consumer) {
    removed += mirror.removedByOthers(plan);
    if (mirror.emptiedByOthers(plan)) {
      emptied.add(plan.source());
    }
    RowHasher hasher = new RowHasher(plan, mirror.client().hashSeed());
    try (MirrorRows rows = mirror.rows(plan)) {
      while (rows.next()) {
        if (rows.isForeign()) {
          foreign++;
        } else {
          changed += hasher.hash(rows.row()) == rows.hash() ? 0 : 1;
          consumer.accept(rows.row());
        }
      }
    }
  }

  /** Says what of the file is not as the source was. */
  void note(Notes notes) {
    ClientRow client = mirror.client();
    if (client.waiting() > 0) {
      notes.add(
          "%d rows wait in quarantine or for a decision: they are missing or older",
          client.waiting());
      MissingRows.lines(mirror.connection(), client).forEach(line -> notes.add("%s", line));
    }
    if (foreign > 0) {
      notes.add("%d rows that others put into the mirror are left out", foreign);
    }
    if (changed > 0) {
      notes.add("%d rows were changed by others and are as they are in PostgreSQL", changed);
    }
    if (removed > 0) {
      notes.add("%d rows that others deleted from the mirror are missing", removed);
    }
    emptied.forEach(
        table -> notes.add("others emptied the mirror of table %s: rows may be missing", table));
    if (client.fingerprint().isEmpty()) {
      notes.add("the last run did not complete: tables may be of different instants");
    }
    mirror.plans().keySet().stream()
        .filter(table -> !isDeclared(table))
        .forEach(table -> notes.add("table %s is left out: no complete run has seen it", table));
  }

  private boolean isDeclared(String table) {
    return mirror.schema().tables().stream()
        .anyMatch(declared -> SourceName.same(declared.name(), table));
  }
}
