package dev.tributary.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Cell;
import dev.tributary.api.Conflict;
import dev.tributary.api.Resolution;
import dev.tributary.api.RowImage;
import dev.tributary.conflict.MergeRule.Kind;
import dev.tributary.test.SampleConflicts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing and null are empty sets, but nobody knows of what: neither is made an object. */
final class EmptySetsTest {
  private static final RowImage BASE = row(SampleConflicts.text("{\"set\": [1]}"));

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"UNION", "APPEND"})
  void memberThatOneSideMadeNullAndTheOtherRemovedWaitsForAPerson(Kind kind) {
    Conflict conflict =
        SampleConflicts.update(
            Optional.of(BASE),
            row(SampleConflicts.text("{\"set\": null}")),
            row(SampleConflicts.text("{}")));
    assertThat(resolve("chat.set", kind, conflict)).isInstanceOf(Resolution.Hold.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"UNION", "APPEND"})
  void columnThatOneSideMadeNullAndTheOtherJsonNullWaitsForAPerson(Kind kind) {
    Conflict conflict =
        SampleConflicts.update(
            Optional.of(BASE), row(SampleConflicts.text("null")), row(Cell.NULL));
    assertThat(resolve("chat", kind, conflict)).isInstanceOf(Resolution.Hold.class);
  }

  private static Resolution resolve(String field, Kind kind, Conflict conflict) {
    return new MergeFields(
            MergeRules.of(Map.of(field, MergeRule.of(kind)), Kind.NEWEST_WINS),
            CompareField.of("updated_at"),
            DeleteRules.defaults())
        .resolve(conflict);
  }

  private static RowImage row(Cell chat) {
    Map<String, Cell> cells =
        new LinkedHashMap<>(SampleConflicts.row("t", 0, new Cell.Int(0), "").cells());
    cells.put("chat", chat);
    return new RowImage(cells);
  }
}
