package dev.tributary.core.internal.values;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Cell;
import dev.tributary.core.internal.table.TargetType;
import dev.tributary.core.internal.table.TextEncoding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExactKeyTest {
  @Test
  void cellsOfTheColumnsOwnClassMakeAnExactKey() {
    assertThat(isExact(TargetType.BIGINT, new Cell.Int(1))).isTrue();
    assertThat(isExact(TargetType.TEXT, text("x".repeat(900)))).isTrue();
    assertThat(isExact(TargetType.DOUBLE, new Cell.Real(0.0))).isTrue();
    assertThat(isExact(TargetType.NUMERIC, new Cell.Real(1.5))).isTrue();
  }

  @Test
  void straysMakeNoKey() {
    assertThat(isExact(TargetType.BIGINT, text("1"))).isFalse();
    assertThat(isExact(TargetType.TEXT, new Cell.Int(1))).isFalse();
    assertThat(isExact(TargetType.TEXT, text("a\0"))).isFalse();
    assertThat(isExact(TargetType.NUMERIC, new Cell.Real(1.0))).isFalse();
  }

  @Test
  void whatPostgresHasNoIndexForMakesNoKey() {
    assertThat(isExact(TargetType.TEXT, Cell.NULL)).isFalse();
    assertThat(isExact(TargetType.TEXT, text("x".repeat(1001)))).isFalse();
    assertThat(isExact(TargetType.JSON, text("1"))).isFalse();
    assertThat(isExact(TargetType.JSONB, text("1"))).isFalse();
  }

  @Test
  void zerosThatPostgresCannotTellApartMakeNoKey() {
    assertThat(isExact(TargetType.DOUBLE, new Cell.Real(-0.0))).isFalse();
  }

  @Test
  void allColumnsTogetherMustFitIntoAnIndexEntry() {
    RowEncoder encoder =
        new RowEncoder(Plans.hashed(TargetType.TEXT, TargetType.TEXT), TextEncoding.UTF_8);
    Cell half = text("x".repeat(600));
    assertThat(encoder.keyIsExact(Rows.of(List.of(half, text("y"))))).isTrue();
    assertThat(encoder.keyIsExact(Rows.of(List.of(half, half)))).isFalse();
  }

  private static boolean isExact(TargetType type, Cell cell) {
    return new RowEncoder(Plans.of(type), TextEncoding.UTF_8).keyIsExact(Rows.of(List.of(cell)));
  }

  private static Cell text(String value) {
    return new Cell.Text(value.getBytes(StandardCharsets.UTF_8));
  }
}
