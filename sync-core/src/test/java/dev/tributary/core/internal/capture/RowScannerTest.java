package dev.tributary.core.internal.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.Cell;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.RowKey;
import dev.tributary.api.SourceUnavailable;
import dev.tributary.core.internal.ScratchFile;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowScannerTest {
  private final ScratchFile file = ScratchFile.inMemory();
  private final TablePlan plan = Tables.plan(Kind.COLUMNS, List.of("a"), "a", "b");

  @AfterEach
  void close() {
    file.close();
  }

  @Test
  void cellsKeepTheirStorageClassAndBytes() {
    file.run(
        "CREATE TABLE t (a, b)",
        "INSERT INTO t VALUES (-9223372036854775808, 1.5), ('', x''), (NULL, -1e999)",
        "INSERT INTO t VALUES (CAST(x'61ff0062' AS TEXT), x'61ff0062'), ('1', 1)");

    assertThat(cells())
        .containsExactly(
            List.of(new Cell.Int(Long.MIN_VALUE), new Cell.Real(1.5)),
            List.of(text(""), new Cell.Blob(new byte[0])),
            List.of(Cell.NULL, new Cell.Real(Double.NEGATIVE_INFINITY)),
            List.of(
                new Cell.Text(new byte[] {'a', -1, 0, 'b'}),
                new Cell.Blob(new byte[] {'a', -1, 0, 'b'})),
            List.of(text("1"), new Cell.Int(1)));
  }

  @Test
  void textIsReadInTheEncodingOfTheFile() {
    file.run("PRAGMA encoding = 'UTF-16be'", "CREATE TABLE t (a, b)");
    file.run("INSERT INTO t VALUES ('ä', 'x')");

    assertThat(cells())
        .containsExactly(
            List.of(
                new Cell.Text("ä".getBytes(StandardCharsets.UTF_16BE)),
                new Cell.Text("x".getBytes(StandardCharsets.UTF_16BE))));
  }

  @Test
  void hostileNamesAreReadAsNamesAndNeverAsTexts() {
    TablePlan odd = Tables.plan(Kind.ROWS, List.of(), "a`b\"", "'; DROP TABLE t; --");
    file.run(
        "CREATE TABLE t (\"a`b\"\"\", \"'; DROP TABLE t; --\")", "INSERT INTO t VALUES (1, 2)");

    assertThat(Tables.scanner(file, odd).scan(row -> assertThat(row.integer(1)).isEqualTo(2)))
        .isEqualTo(1);
    assertThatThrownBy(() -> Tables.scanner(file, plan).scan(row -> {}))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("table t")
        .hasMessageContaining("no such column");
  }

  @Test
  void oversizedRowsAreLeftOutAndNamed() {
    file.run(
        "CREATE TABLE t (a, b)",
        "INSERT INTO t VALUES ('k', zeroblob(20001)), ('l', 1), (zeroblob(20001), 'x'), (NULL, NULL)");
    RowScanner scanner = new RowScanner(file.connection(), plan, 10_000);
    List<Cell> seen = new ArrayList<>();

    assertThat(scanner.scan(row -> seen.add(row.cell(0)))).isEqualTo(2);

    assertThat(seen).containsExactly(text("l"), Cell.NULL);
    assertThat(scanner.oversized())
        .containsExactly(
            new Oversized(new RowKey(List.of(text("k"))), "b", 20001),
            new Oversized(new RowKey(List.of(Cell.NULL)), "a", 20001));
  }

  @Test
  void limitIsOnlyAskedForWhenTheFileCouldReachIt() {
    file.run("CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, zeroblob(100))");

    assertThat(new RowScanner(file.connection(), plan, 1 << 20).scan(row -> {})).isEqualTo(1);
  }

  @Test
  void failureOfTheConsumerEndsTheScanAndFreesTheStatement() {
    file.run("CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, 1), (2, 2)");

    assertThatThrownBy(
            () ->
                Tables.scanner(file, plan)
                    .scan(
                        row -> {
                          throw new SourceUnavailable("stop");
                        }))
        .hasMessage("stop");

    file.run("DROP TABLE t"); // would be locked by a running statement
  }

  private List<List<Cell>> cells() {
    List<List<Cell>> rows = new ArrayList<>();
    Tables.scanner(file, plan).scan(row -> rows.add(List.of(row.cell(0), row.cell(1))));
    return rows;
  }

  private static Cell text(String text) {
    return new Cell.Text(text.getBytes(StandardCharsets.UTF_8));
  }
}
