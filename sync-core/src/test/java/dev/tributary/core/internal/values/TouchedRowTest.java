package dev.tributary.core.internal.values;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Cell;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TargetType;
import dev.tributary.core.internal.table.TextEncoding;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What others write into a mirrored row is seen, also where a cell travels beside its column. */
class TouchedRowTest {
  private static final TablePlan PLAN =
      Plans.of(TargetType.TEXT, TargetType.JSONB, TargetType.NUMERIC, TargetType.TIMESTAMPTZ_S);
  private static final Cell NUL = text("a\0b");
  private static final Cell JSON = text("{\"b\":1, \"a\":[1e2,\"x\"]}");

  private static TestDatabase database;

  @BeforeAll
  static void createDatabase() {
    database = PostgresServer.shared().newDatabase();
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @Test
  void otherColumnsKeepTheirExactCells() throws SQLException {
    assertThat(touched("UPDATE t SET c2 = 12.50, c3 = 'infinity'"))
        .containsExactly(NUL, JSON, new Cell.Real(12.5), new Cell.Real(Double.POSITIVE_INFINITY));
  }

  @Test
  void anEditOfAColumnWinsOverTheCellBesideIt() throws SQLException {
    assertThat(touched("UPDATE t SET c0 = 'edited', c1 = '{\"a\": 2}'"))
        .startsWith(text("edited"), text("{\"a\": 2}"));
  }

  @Test
  void jsonbThatSaysTheSameIsNoEdit() throws SQLException {
    assertThat(touched("UPDATE t SET c1 = '{\"a\":[100.0,\"x\"],\"b\":1}'")).startsWith(NUL, JSON);
  }

  @Test
  void columnSetToNullIsNull() throws SQLException {
    assertThat(touched("UPDATE t SET c0 = NULL, c1 = NULL")).startsWith(Cell.NULL, Cell.NULL);
  }

  @Test
  void extraThatMakesNoSenseIsPassedOver() throws SQLException {
    for (String extra :
        List.of(
            "[]",
            "1",
            "{\"c0\":1}",
            "{\"c0\":{}}",
            "{\"c0\":{\"t\":\"int\",\"v\":\"x\"}}",
            "{\"c0\":{\"t\":\"blob\",\"v\":\"?\"}}",
            "{\"c0\":{\"t\":{\"t\":[1]},\"v\":[]},\"gone\":{\"t\":\"int\",\"v\":1}}")) {
      assertThat(touched("UPDATE t SET _sync_extra = '" + extra + "'"))
          .as(extra)
          .startsWith(text("ab"), text("{\"a\": [100, \"x\"], \"b\": 1}"));
    }
  }

  @Test
  void foreignValuesThatSqliteDoesNotHaveAreStillRead() throws SQLException {
    assertThat(touched("UPDATE t SET c2 = 'NaN', c3 = '2024-01-01 00:00:00.25+00'").subList(2, 4))
        .containsExactly(Cell.NULL, new Cell.Real(1_704_067_200.25));
  }

  private static List<Cell> touched(String update) throws SQLException {
    try (MirrorTable table = new MirrorTable(database, PLAN, TextEncoding.UTF_8)) {
      table.write(List.of(List.of(NUL, JSON, new Cell.Int(1), new Cell.Int(0))));
      table.execute(update);
      return table.readTouched().get(0);
    }
  }

  private static Cell text(String value) {
    return new Cell.Text(value.getBytes(StandardCharsets.UTF_8));
  }
}
