package dev.tributary.core.internal.values;

import static dev.tributary.core.internal.table.TargetType.BIGINT;
import static dev.tributary.core.internal.table.TargetType.BOOLEAN;
import static dev.tributary.core.internal.table.TargetType.BYTEA;
import static dev.tributary.core.internal.table.TargetType.DOUBLE;
import static dev.tributary.core.internal.table.TargetType.JSON;
import static dev.tributary.core.internal.table.TargetType.JSONB;
import static dev.tributary.core.internal.table.TargetType.NUMERIC;
import static dev.tributary.core.internal.table.TargetType.TEXT;
import static dev.tributary.core.internal.table.TargetType.TIMESTAMPTZ_MS;
import static dev.tributary.core.internal.table.TargetType.TIMESTAMPTZ_NS;
import static dev.tributary.core.internal.table.TargetType.TIMESTAMPTZ_S;
import static dev.tributary.core.internal.table.TargetType.TIMESTAMPTZ_US;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Cell;
import dev.tributary.core.internal.table.TargetType;
import dev.tributary.core.internal.table.TextEncoding;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The known traps one by one: what the column shows, whether it is exact, and the way back. */
class TrapCellsTest {
  private static TestDatabase database;

  /** What a cell looks like in a column of one type. */
  record Trap(Cell cell, TargetType type, String shown, Kept kept) {}

  enum Kept {
    IN_COLUMN,
    IN_EXTRA
  }

  @BeforeAll
  static void createDatabase() {
    database = PostgresServer.shared().newDatabase();
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  static Stream<Trap> traps() {
    return Stream.of(numbers(), texts(), jsons(), times()).flatMap(traps -> traps);
  }

  @ParameterizedTest
  @MethodSource("traps")
  void trapIsShownAndComesBack(Trap trap) throws SQLException {
    try (MirrorTable table = new MirrorTable(database, Plans.of(trap.type()), TextEncoding.UTF_8)) {
      table.execute("SET timezone = 'UTC'; SET bytea_output = 'hex'");
      table.write(List.of(List.of(trap.cell())));
      assertThat(table.text("c0")).isEqualTo(trap.shown());
      assertThat(table.text("_sync_extra IS NULL"))
          .isEqualTo(trap.kept() == Kept.IN_COLUMN ? "true" : "false");
      assertThat(table.read()).containsExactly(List.of(trap.cell()));
    }
  }

  private static Stream<Trap> numbers() {
    return Stream.of(
        exact(integer(Long.MIN_VALUE), BIGINT, "-9223372036854775808"),
        stray(text("abc"), BIGINT, "NULL"),
        stray(text("12abc"), BIGINT, "NULL"),
        stray(text("12"), BIGINT, "12"),
        stray(real(1.5), BIGINT, "NULL"),
        stray(real(3.0), BIGINT, "3"),
        stray(real(1.8446744073709552E19), BIGINT, "NULL"),
        stray(blob(1), BIGINT, "NULL"),
        exact(integer(0), BOOLEAN, "false"),
        exact(integer(1), BOOLEAN, "true"),
        stray(integer(2), BOOLEAN, "NULL"),
        stray(text("true"), BOOLEAN, "true"),
        stray(text("F"), BOOLEAN, "false"),
        stray(text("yes"), BOOLEAN, "NULL"),
        exact(real(-0.0), DOUBLE, "-0"),
        exact(real(Double.POSITIVE_INFINITY), DOUBLE, "Infinity"),
        exact(real(5e-324), DOUBLE, "5e-324"),
        stray(integer((1L << 53) + 1), DOUBLE, "9.007199254740992e+15"),
        stray(text("NaN"), DOUBLE, "NULL"),
        exact(integer(Long.MIN_VALUE), NUMERIC, "-9223372036854775808"),
        exact(real(19.99), NUMERIC, "19.99"),
        exact(real(0.1 + 0.2), NUMERIC, "0.30000000000000004"),
        exact(real(1.8446744073709552E19), NUMERIC, "18446744073709552000"),
        exact(real(Double.NEGATIVE_INFINITY), NUMERIC, "-Infinity"),
        stray(real(1.0), NUMERIC, "1"),
        stray(real(-0.0), NUMERIC, "0"),
        stray(real(-0x1p63), NUMERIC, "-9223372036854775808"),
        stray(text("1.50"), NUMERIC, "1.50"),
        stray(text("abc"), NUMERIC, "NULL"));
  }

  private static Stream<Trap> texts() {
    return Stream.of(
        exact(text(""), TEXT, ""),
        exact(text("\uFEFFGrüße \uD83D\uDE00"), TEXT, "\uFEFFGrüße \uD83D\uDE00"),
        stray(text("a\0b"), TEXT, "ab"),
        stray(new Cell.Text(new byte[] {'a', (byte) 0xff, 'b'}), TEXT, "ab"),
        stray(new Cell.Text(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}), TEXT, ""),
        stray(integer(1), TEXT, "1"),
        stray(real(1.5), TEXT, "1.5"),
        stray(blob('h', 'i'), TEXT, "hi"),
        stray(blob(0xff), TEXT, "NULL"),
        exact(blob(), BYTEA, "\\x"),
        exact(blob(0, 0xff), BYTEA, "\\x00ff"),
        stray(text("hi"), BYTEA, "\\x6869"),
        stray(integer(1), BYTEA, "NULL"));
  }

  private static Stream<Trap> jsons() {
    return Stream.of(
        exact(text("{\"b\":1,  \"a\":1e2,\"a\":2}"), JSON, "{\"b\":1,  \"a\":1e2,\"a\":2}"),
        exact(text("null"), JSON, "null"),
        exact(text("\"\\u0000\\ud83d\""), JSON, "\"\\u0000\\ud83d\""),
        stray(text(""), JSON, "NULL"),
        stray(text("NaN"), JSON, "NULL"),
        stray(text("{a:1}"), JSON, "NULL"),
        stray(text("[1]\0"), JSON, "NULL"),
        stray(integer(1), JSON, "1"),
        stray(real(1.5), JSON, "1.5"),
        stray(real(Double.POSITIVE_INFINITY), JSON, "NULL"),
        stray(text("{\"b\":1,  \"a\":1e2,\"a\":2}"), JSONB, "{\"a\": 2, \"b\": 1}"),
        stray(text("\"\\u0000\""), JSONB, "NULL"),
        stray(text("\"\\ud83d\""), JSONB, "NULL"),
        stray(text("1e200000"), JSONB, "NULL"),
        stray(text("1e3"), JSONB, "1000"),
        stray(text("null"), JSONB, "null"),
        stray(integer(7), JSONB, "7"),
        stray(text("x"), JSONB, "NULL"));
  }

  private static Stream<Trap> times() {
    return Stream.of(
        exact(integer(1_700_000_000), TIMESTAMPTZ_S, "2023-11-14 22:13:20+00"),
        exact(integer(-1), TIMESTAMPTZ_S, "1969-12-31 23:59:59+00"),
        exact(integer(1_700_000_000_123L), TIMESTAMPTZ_MS, "2023-11-14 22:13:20.123+00"),
        exact(integer(1_700_000_000_123_456L), TIMESTAMPTZ_US, "2023-11-14 22:13:20.123456+00"),
        exact(integer(1_700_000_000_123_456_000L), TIMESTAMPTZ_NS, "2023-11-14 22:13:20.123456+00"),
        stray(integer(1_700_000_000_123_456_789L), TIMESTAMPTZ_NS, "2023-11-14 22:13:20.123456+00"),
        stray(integer(-1), TIMESTAMPTZ_NS, "1969-12-31 23:59:59.999999+00"),
        exact(integer(9_224_318_015_999L), TIMESTAMPTZ_S, "294276-12-31 23:59:59+00"),
        stray(integer(9_224_318_016_000L), TIMESTAMPTZ_S, "NULL"),
        exact(integer(-210_866_803_200L), TIMESTAMPTZ_S, "4714-11-24 00:00:00+00 BC"),
        stray(integer(-210_866_803_201L), TIMESTAMPTZ_S, "NULL"),
        stray(integer(Long.MAX_VALUE), TIMESTAMPTZ_S, "NULL"),
        stray(text("now"), TIMESTAMPTZ_S, "NULL"),
        stray(text("infinity"), TIMESTAMPTZ_S, "NULL"),
        stray(text("2024-02-30"), TIMESTAMPTZ_S, "NULL"),
        stray(text("0000-01-01"), TIMESTAMPTZ_S, "NULL"),
        stray(text("2024-02-29"), TIMESTAMPTZ_S, "2024-02-29 00:00:00+00"),
        stray(text("2024-02-29 12:00:00+02:00"), TIMESTAMPTZ_S, "2024-02-29 10:00:00+00"),
        stray(text("2024-02-29T12:00:00.5Z"), TIMESTAMPTZ_MS, "2024-02-29 12:00:00.5+00"),
        stray(text("2024-02-29 24:00"), TIMESTAMPTZ_S, "NULL"),
        stray(real(1.7e9 + 0.5), TIMESTAMPTZ_S, "2023-11-14 22:13:20.5+00"));
  }

  private static Trap exact(Cell cell, TargetType type, String shown) {
    return new Trap(cell, type, shown, Kept.IN_COLUMN);
  }

  private static Trap stray(Cell cell, TargetType type, String shown) {
    return new Trap(cell, type, shown, Kept.IN_EXTRA);
  }

  private static Cell integer(long value) {
    return new Cell.Int(value);
  }

  private static Cell real(double value) {
    return new Cell.Real(value);
  }

  private static Cell text(String value) {
    return new Cell.Text(value.getBytes(StandardCharsets.UTF_8));
  }

  private static Cell blob(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    return new Cell.Blob(bytes);
  }
}
