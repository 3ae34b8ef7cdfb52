package dev.tributary.core.internal.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Cell;
import dev.tributary.core.internal.ScratchFile;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Knows the true rows of a table by plain SQL, and applies told changes to a copy.
 *
 * <p>After each diff the copy must be the table, and no change may have been told in vain.
 */
final class DiffOracle {
  private final ScratchFile file;
  private final Map<KeyHash, String> copy = new HashMap<>();
  private Map<String, List<String>> truth = new TreeMap<>();

  DiffOracle(ScratchFile file) {
    this.file = file;
  }

  void check(String where, TablePlan plan, Function<Changes, Counts> diff) {
    Map<String, List<String>> before = truth;
    truth = read(plan);
    Counts counts = diff.apply(new Copying(where, plan));

    List<String> rows = new ArrayList<>();
    truth.values().forEach(rows::addAll);
    assertThat(copy.values().stream().sorted().toList())
        .as(where)
        .isEqualTo(rows.stream().sorted().toList());
    assertThat(counts.read()).as(where).isEqualTo(rows.size());
    assertThat(counts.upserts()).as(where).isEqualTo(more(truth, before));
    assertThat(counts.gone()).as(where).isEqualTo(goneFrom(before, plan));
  }

  /** Rows by key text, each a sorted list of non-NULL cells. */
  private Map<String, List<String>> read(TablePlan plan) {
    Map<String, List<String>> rows = new TreeMap<>();
    try (Statement statement = file.connection().createStatement();
        ResultSet results = statement.executeQuery("SELECT * FROM t")) {
      while (results.next()) {
        Map<String, String> cells = new TreeMap<>();
        for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
          String name = results.getMetaData().getColumnName(i);
          cells.put(name, said(results.getObject(i)));
        }
        String key =
            plan.key().kind() == Kind.ROWS
                ? said(cells)
                : plan.key().columns().stream().map(cells::get).toList().toString();
        rows.computeIfAbsent(key, k -> new ArrayList<>()).add(said(cells));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Rows that the one has under a key and the other has not. */
  private static long more(Map<String, List<String>> one, Map<String, List<String>> other) {
    long more = 0;
    for (Map.Entry<String, List<String>> entry : one.entrySet()) {
      List<String> rest = new ArrayList<>(entry.getValue());
      other.getOrDefault(entry.getKey(), List.of()).forEach(rest::remove);
      more += rest.size();
    }
    return more;
  }

  private long goneFrom(Map<String, List<String>> before, TablePlan plan) {
    return plan.key().kind() == Kind.ROWS
        ? more(before, truth)
        : before.keySet().stream().filter(key -> !truth.containsKey(key)).count();
  }

  private static @Nullable Object value(Cell cell) {
    if (cell instanceof Cell.Int integer) {
      return integer.value();
    }
    if (cell instanceof Cell.Real real) {
      return real.value();
    }
    if (cell instanceof Cell.Text text) {
      return new String(text.bytes(), StandardCharsets.UTF_8);
    }
    return cell instanceof Cell.Blob blob ? blob.bytes() : null;
  }

  private static String said(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof byte[] bytes) {
      return "blob " + Arrays.toString(bytes);
    }
    if (value instanceof Double real) {
      return "real " + Double.doubleToRawLongBits(real);
    }
    return (value instanceof String ? "text " : "integer ") + value;
  }

  private static String said(Map<String, String> cells) {
    Map<String, String> filled = new TreeMap<>(cells);
    filled.values().removeIf(String::isEmpty);
    return filled.toString();
  }

  private final class Copying implements Changes {
    private final String where;
    private final TablePlan plan;

    Copying(String where, TablePlan plan) {
      this.where = where;
      this.plan = plan;
    }

    @Override
    public void upsert(Row row, KeyHash key, long hash, boolean inBase) {
      assertThat(copy.containsKey(key)).as(where).isEqualTo(inBase);
      copy.put(key, said(cells(row)));
    }

    @Override
    public void gone(Row keyCells, KeyHash key) {
      String row = copy.remove(key);
      assertThat(row).as(where).isNotNull();
      if (plan.key().kind() == Kind.COLUMNS) {
        Map<String, String> cells = cells(keyCells);
        plan.key()
            .columns()
            .forEach(name -> assertThat(row).contains(name + "=" + cells.get(name)));
      }
    }

    private Map<String, String> cells(Row row) {
      Map<String, String> cells = new TreeMap<>();
      for (int i = 0; i < row.width(); i++) {
        cells.put(plan.columns().get(i).name(), said(value(row.cell(i))));
      }
      return cells;
    }
  }
}
