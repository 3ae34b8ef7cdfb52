package dev.tributary.core.internal.values;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Cell;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TargetType;
import dev.tributary.core.internal.table.TextEncoding;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Random cells in columns of every type, through a real table and back. */
class PostgresRoundTripTest {
  private static final TablePlan PLAN = Plans.ofAllTypes();
  private static final int WIDTH = TargetType.values().length;

  private static TestDatabase database;

  /** Rows of one file. */
  record Sample(TextEncoding encoding, List<List<Cell>> rows) {}

  @BeforeContainer
  static void createDatabase() {
    database = PostgresServer.shared().newDatabase();
  }

  @AfterContainer
  static void dropDatabase() {
    database.close();
  }

  @Provide
  Arbitrary<Sample> samples() {
    return Arbitraries.of(TextEncoding.values())
        .flatMap(
            encoding ->
                Cells.of(encoding)
                    .map(cell -> Collections.nCopies(WIDTH, cell))
                    .list()
                    .ofSize(200)
                    .map(rows -> new Sample(encoding, rows)));
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void everyCellComesBackFromATable(@ForAll("samples") Sample sample) throws SQLException {
    try (MirrorTable table = new MirrorTable(database, PLAN, sample.encoding())) {
      table.write(sample.rows());
      assertThat(table.read()).isEqualTo(sample.rows());
      assertThat(table.readTouched()).isEqualTo(sample.rows());
    }
  }

  @Property(tries = 3)
  void largeCellsComeBack(@ForAll TextEncoding encoding) throws SQLException {
    byte[] blob = new byte[(1 << 20) + 1];
    new Random(1).nextBytes(blob);
    String json = "[\"" + "Grüße \\\" ".repeat(100_000) + "\"]";
    List<List<Cell>> rows =
        List.of(
            Collections.nCopies(WIDTH, new Cell.Blob(blob)),
            Collections.nCopies(WIDTH, new Cell.Int(1)),
            Collections.nCopies(WIDTH, new Cell.Text(Cells.bytes(json, encoding))),
            Collections.nCopies(WIDTH, new Cell.Text(blob)));
    try (MirrorTable table = new MirrorTable(database, PLAN, encoding)) {
      table.storeUncompressed();
      table.write(rows);
      List<List<Cell>> found = table.read();
      for (int i = 0; i < rows.size(); i++) {
        assertThat(found.get(i).equals(rows.get(i))).as("row %d", i).isTrue();
      }
    }
  }

  @Property(tries = 1)
  void fieldsAfterTheColumnsAreWhatTheyShouldBe() throws SQLException {
    TablePlan plan = Plans.hashed(TargetType.BIGINT);
    try (MirrorTable table = new MirrorTable(database, plan, TextEncoding.UTF_8)) {
      table.write(Arrays.asList(List.of(new Cell.Int(1)), List.of(new Cell.Real(1.5))));
      table.execute("DELETE FROM t WHERE _sync_hash = 0");
      assertThat(table.text("(c0, _sync_hash, _sync_xid, _sync_extra, _sync_key)"))
          .isEqualTo(
              "(,1,42,\"{\"\"c0\"\": {\"\"t\"\": \"\"real\"\", \"\"v\"\": \"\"1.5\"\"}}\","
                  + "00000000-0000-0001-ffff-ffffffffffff)");
    }
  }
}
