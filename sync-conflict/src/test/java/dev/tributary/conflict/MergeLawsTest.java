package dev.tributary.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.api.Cell;
import dev.tributary.api.Conflict;
import dev.tributary.api.Resolution;
import dev.tributary.api.RowImage;
import dev.tributary.conflict.MergeRule.Kind;
import dev.tributary.conflict.internal.json.JsonReader;
import dev.tributary.test.SampleConflicts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What holds for every merge, whatever the rows are. */
final class MergeLawsTest {
  private static final long NOW = SampleConflicts.NOW.getEpochSecond();

  @Property(tries = 400)
  void whatBothSidesMadeStands(@ForAll("rows") RowImage b, @ForAll("rows") RowImage s) {
    for (Kind kind : Kind.values()) {
      assertThat(merged(kind, b, s, s)).as(kind.word()).isEqualTo(s);
    }
  }

  @Property(tries = 400)
  void whatOnlyTheTargetChangedStands(@ForAll("rows") RowImage b, @ForAll("rows") RowImage t) {
    for (Kind kind : Kind.values()) {
      assertThat(merged(kind, b, b, t)).as(kind.word()).isEqualTo(t);
    }
  }

  @Property(tries = 400)
  void whatOnlyTheSourceChangedStands(@ForAll("rows") RowImage b, @ForAll("rows") RowImage s) {
    for (Kind kind : Kind.values()) {
      assertThat(merged(kind, b, s, b)).as(kind.word()).isEqualTo(s);
    }
  }

  @Property(tries = 400)
  void differencesAddUp(
      @ForAll @IntRange(min = -1000, max = 1000) int base,
      @ForAll @IntRange(min = -1000, max = 1000) int source,
      @ForAll @IntRange(min = -1000, max = 1000) int target) {
    Assume.that(source != target); // else both say the same, and that stands
    Conflict conflict =
        SampleConflicts.update(Optional.of(row(base, "{}")), row(source, "{}"), row(target, "{}"));
    RowImage result = written(resolver(Map.of("stars", Kind.SUM)), conflict);
    long sum = base + (source - base) + (target - base);
    assertThat(result.cells().get("stars")).isEqualTo(new Cell.Int(sum));
  }

  @Property(tries = 400)
  void whatEitherSideAddedIsThereOnceAndWhatEitherRemovedIsGone(
      @ForAll("sets") Set<Integer> base,
      @ForAll("sets") Set<Integer> source,
      @ForAll("sets") Set<Integer> target) {
    for (Shape shape : Shape.values()) {
      for (Kind kind : List.of(Kind.UNION, Kind.APPEND)) {
        List<Integer> found =
            members(shape, written(inside(kind), sets(shape, base, source, target)));
        Set<Integer> expected = new TreeSet<>(source);
        expected.addAll(target);
        expected.removeIf(n -> base.contains(n) && !(source.contains(n) && target.contains(n)));
        assertThat(found).as(shape + " " + kind).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(found)).as(shape + " " + kind).isEqualTo(expected);
      }
    }
  }

  @Property(tries = 400)
  void withoutABaseNothingThatASideHasIsLost(
      @ForAll("sets") Set<Integer> source, @ForAll("sets") Set<Integer> target) {
    for (Shape shape : Shape.values()) {
      Conflict known = sets(shape, Set.of(), source, target);
      Conflict unknown =
          SampleConflicts.update(
              Optional.empty(), known.source().orElseThrow(), known.target().orElseThrow());
      Set<Integer> all = new TreeSet<>(source);
      all.addAll(target);
      List<Integer> found = members(shape, written(inside(Kind.APPEND), unknown));
      assertThat(found).doesNotHaveDuplicates();
      assertThat(new TreeSet<>(found)).isEqualTo(all);
    }
  }

  /** The run is repeated after a crash, or the same picture is synced twice. */
  @Property(tries = 400)
  void theSameMergeAgainChangesNothing(
      @ForAll("rows") RowImage base,
      @ForAll("rows") RowImage source,
      @ForAll("rows") RowImage target) {
    for (Kind kind :
        List.of(Kind.UNION, Kind.APPEND, Kind.DEEP_MERGE, Kind.NEWEST_WINS, Kind.MAX, Kind.MIN)) {
      RowImage once = merged(kind, base, source, target);
      if (once != null) {
        assertThat(merged(kind, base, source, once)).as(kind.word()).isEqualTo(once);
      }
    }
  }

  /** Whoever is source: the same elements, if not in the same order. */
  @Property(tries = 400)
  void setsDoNotDependOnTheSide(
      @ForAll("sets") Set<Integer> base,
      @ForAll("sets") Set<Integer> source,
      @ForAll("sets") Set<Integer> target) {
    for (Shape shape : Shape.values()) {
      List<Integer> one =
          members(shape, written(inside(Kind.UNION), sets(shape, base, source, target)));
      List<Integer> other =
          members(shape, written(inside(Kind.UNION), sets(shape, base, target, source)));
      assertThat(one).containsExactlyInAnyOrderElementsOf(other);
    }
  }

  @Property(tries = 400)
  void aMergeIsAlwaysJson(
      @ForAll("rows") RowImage base,
      @ForAll("rows") RowImage source,
      @ForAll("rows") RowImage target) {
    RowImage result = merged(Kind.DEEP_MERGE, base, source, target);
    if (result != null) {
      assertThat(JsonReader.read(text(result))).isPresent();
    }
  }

  /** How a set of numbers is kept. */
  private enum Shape {
    NUMBERS,
    WITH_ID,
    MAP
  }

  private static Conflict sets(
      Shape shape, Set<Integer> base, Set<Integer> source, Set<Integer> target) {
    return SampleConflicts.update(
        Optional.of(row(0, set(shape, base))),
        row(0, set(shape, source)),
        row(0, set(shape, target)));
  }

  private static String set(Shape shape, Set<Integer> members) {
    String open = shape == Shape.MAP ? "{" : "[";
    String close = shape == Shape.MAP ? "}" : "]";
    return members.stream()
        .map(
            n ->
                switch (shape) {
                  case NUMBERS -> "" + n;
                  case WITH_ID -> "{\"id\": " + n + ", \"text\": \"n" + n + "\"}";
                  case MAP -> "\"" + n + "\": {\"text\": \"n" + n + "\"}";
                })
        .collect(Collectors.joining(", ", "{\"set\": " + open, close + ", \"x\": 1.50}"));
  }

  private static List<Integer> members(Shape shape, RowImage row) {
    List<Integer> found = new ArrayList<>();
    try {
      JsonNode set = new ObjectMapper().readTree(text(row)).get("set");
      if (shape == Shape.MAP) {
        set.fieldNames().forEachRemaining(name -> found.add(Integer.valueOf(name)));
      } else {
        set.forEach(n -> found.add(shape == Shape.NUMBERS ? n.intValue() : n.get("id").intValue()));
      }
    } catch (JacksonException e) {
      throw new AssertionError(text(row), e);
    }
    return found;
  }

  @Provide
  Arbitrary<Set<Integer>> sets() {
    return Arbitraries.integers().between(1, 9).set().ofMaxSize(6);
  }

  @Provide
  Arbitrary<RowImage> rows() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 3), Arbitraries.integers().between(0, 900), json(2))
        .as(
            (stars, age, chat) ->
                SampleConflicts.row("t" + stars, stars, new Cell.Int(NOW - age), chat));
  }

  private static Arbitrary<String> json(int depth) {
    Arbitrary<String> leaf = Arbitraries.of("1", "2", "1.0", "\"a\"", "null", "true", "[]", "{}");
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<String> inner = json(depth - 1);
    return Arbitraries.oneOf(
        leaf,
        inner.list().ofMaxSize(3).map(list -> "[" + String.join(", ", list) + "]"),
        Arbitraries.maps(Arbitraries.of("id", "a", "b"), inner)
            .ofMaxSize(3)
            .map(
                map ->
                    new TreeMap<>(map)
                        .entrySet().stream()
                            .map(e -> "\"" + e.getKey() + "\": " + e.getValue())
                            .collect(Collectors.joining(", ", "{", "}"))));
  }

  private static RowImage row(long stars, String chat) {
    return SampleConflicts.row("t", stars, new Cell.Int(NOW), chat);
  }

  private static String text(RowImage row) {
    return TextCells.string((Cell.Text) row.cells().get("chat"), StandardCharsets.UTF_8)
        .orElseThrow();
  }

  private static MergeFields inside(Kind kind) {
    return resolver(Map.of("chat.set", kind));
  }

  /** Null: a person decides. */
  private static @Nullable RowImage merged(Kind kind, RowImage b, RowImage s, RowImage t) {
    Map<String, Kind> rules = new LinkedHashMap<>();
    for (String column : List.of("title", "stars", "chat")) {
      rules.put(column, kind);
    }
    Conflict conflict = SampleConflicts.update(Optional.of(b), s, t);
    Resolution resolution = resolver(rules).resolve(conflict);
    return resolution instanceof Resolution.Hold ? null : row(resolution, conflict);
  }

  private static RowImage written(MergeFields resolver, Conflict conflict) {
    return row(resolver.resolve(conflict), conflict);
  }

  private static RowImage row(Resolution resolution, Conflict conflict) {
    if (resolution instanceof Resolution.Write write) {
      return write.row();
    }
    assertThat(resolution).isNotInstanceOf(Resolution.Hold.class);
    return resolution instanceof Resolution.TakeSource
        ? conflict.source().orElseThrow()
        : conflict.target().orElseThrow();
  }

  private static MergeFields resolver(Map<String, Kind> rules) {
    Map<String, MergeRule> byField = new LinkedHashMap<>();
    rules.forEach((field, kind) -> byField.put(field, MergeRule.of(kind)));
    return new MergeFields(
        MergeRules.of(byField, Kind.NEWEST_WINS),
        CompareField.of("updated_at"),
        DeleteRules.defaults());
  }
}
