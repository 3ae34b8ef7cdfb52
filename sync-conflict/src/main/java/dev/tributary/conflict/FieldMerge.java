package dev.tributary.conflict;

import dev.tributary.api.Cell;
import dev.tributary.api.Conflict;
import dev.tributary.api.Side;
import dev.tributary.conflict.internal.json.JsonNode;
import dev.tributary.conflict.internal.json.JsonReader;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.Optional;

/** Merges one column of a row three ways. */
final class FieldMerge {
  private final MergeRules rules;
  private final FieldLog log;
  private final JsonMerge json;
  private final Charset encoding;
  private final Optional<Side> newer;

  /**
   * @param newer the side whose row is newer, where that is known
   */
  FieldMerge(
      MergeRules rules, FieldLog log, EpochUnit unit, Conflict conflict, Optional<Side> newer) {
    this.rules = rules;
    this.log = log;
    this.json = new JsonMerge(rules, log, unit);
    this.encoding = conflict.encoding();
    this.newer = newer;
  }

  /**
   * A column on three sides.
   *
   * @param base empty: not known
   */
  record Cells(Optional<Cell> base, Cell source, Cell target) {
    Cell of(Side side) {
      return side == Side.SOURCE ? source : target;
    }
  }

  /** The cell that both sides' changes make. Where no rule decides, the log says so. */
  Cell merge(String column, Cells cells) {
    if (cells.source().equals(cells.target())) {
      return cells.target();
    }
    FieldPath place = FieldPath.column(column);
    if (cells.base().filter(cells.source()::equals).isPresent()) {
      return took(Side.TARGET, place, cells, "only one side changed");
    }
    if (cells.base().filter(cells.target()::equals).isPresent()) {
      return took(Side.SOURCE, place, cells, "only one side changed");
    }
    MergeRule rule = rules.at(place).orElse(rules.otherwise());
    boolean inside = rules.at(place).isEmpty() && rules.below(place);
    return inside || rule.needsJson()
        ? mergeJson(place, rule, cells)
        : byRule(rule.kind(), place, cells);
  }

  private Cell byRule(MergeRule.Kind kind, FieldPath place, Cells cells) {
    return switch (kind) {
      case SOURCE_WINS -> took(Side.SOURCE, place, cells, kind.word());
      case TARGET_WINS -> took(Side.TARGET, place, cells, kind.word());
      case NEWEST_WINS ->
          newer
              .map(side -> took(side, place, cells, kind.word()))
              .orElseGet(() -> undecided(place, kind, cells, "no time tells who is newer"));
      case MAX, MIN -> extreme(kind, place, cells);
      case SUM -> sum(place, cells);
      default -> undecided(place, kind, cells, "the rule asks for a person");
    };
  }

  /** A missing value is neither the greatest nor the least. */
  private Cell extreme(MergeRule.Kind kind, FieldPath place, Cells cells) {
    if (cells.source() instanceof Cell.Null || cells.target() instanceof Cell.Null) {
      Side other = cells.source() instanceof Cell.Null ? Side.TARGET : Side.SOURCE;
      return took(other, place, cells, kind.word());
    }
    Optional<Integer> order = order(cells.source(), cells.target());
    if (order.isEmpty()) {
      return undecided(place, kind, cells, "neither two numbers nor two texts");
    }
    boolean source = order.get() > 0 == (kind == MergeRule.Kind.MAX);
    return took(source ? Side.SOURCE : Side.TARGET, place, cells, kind.word());
  }

  private Optional<Integer> order(Cell source, Cell target) {
    Optional<BigDecimal> left = Numbers.of(source);
    Optional<BigDecimal> right = Numbers.of(target);
    if (left.isPresent() && right.isPresent()) {
      return Optional.of(left.get().compareTo(right.get()));
    }
    return text(source).flatMap(s -> text(target).map(s::compareTo));
  }

  private Cell sum(FieldPath place, Cells cells) {
    Optional<BigDecimal> base = cells.base().flatMap(Numbers::of);
    Optional<BigDecimal> source = Numbers.of(cells.source());
    Optional<BigDecimal> target = Numbers.of(cells.target());
    if (base.isEmpty() || source.isEmpty() || target.isEmpty()) {
      return undecided(place, MergeRule.Kind.SUM, cells, "not all three sides are numbers");
    }
    boolean integers = cells.source() instanceof Cell.Int && cells.target() instanceof Cell.Int;
    Optional<Cell> sum =
        Numbers.cell(target.get().add(source.get()).subtract(base.get()), integers);
    if (sum.isEmpty()) {
      return undecided(place, MergeRule.Kind.SUM, cells, "the sum is too large");
    }
    log.merged(place, MergeRule.Kind.SUM.word());
    return sum.get();
  }

  private Cell mergeJson(FieldPath place, MergeRule rule, Cells cells) {
    Optional<Optional<JsonNode>> source = json(cells.source());
    Optional<Optional<JsonNode>> target = json(cells.target());
    if (source.isEmpty() || target.isEmpty()) {
      return undecided(place, rule.kind(), cells, "not JSON on both sides");
    }
    Optional<Optional<JsonNode>> base = cells.base().flatMap(this::json);
    Three three =
        new Three(base.isPresent(), base.flatMap(node -> node), source.get(), target.get());
    Optional<String> merged = json.merge(place, three, newer);
    return merged.map(text -> asBefore(text, cells)).orElse(Cell.NULL);
  }

  /** The very cell of a side where the text is that side's: blanks around it count. */
  private Cell asBefore(String text, Cells cells) {
    for (Side side : new Side[] {Side.TARGET, Side.SOURCE}) {
      boolean same = text(cells.of(side)).map(String::strip).filter(text::equals).isPresent();
      if (same) {
        return cells.of(side);
      }
    }
    return TextCells.cell(text, encoding);
  }

  /** The outer is empty: no JSON. The inner is empty: nothing, as SQL's NULL. */
  private Optional<Optional<JsonNode>> json(Cell cell) {
    if (cell instanceof Cell.Null) {
      return Optional.of(Optional.empty());
    }
    return text(cell).flatMap(JsonReader::read).map(Optional::of);
  }

  private Optional<String> text(Cell cell) {
    return cell instanceof Cell.Text text ? TextCells.string(text, encoding) : Optional.empty();
  }

  private Cell took(Side side, FieldPath place, Cells cells, String rule) {
    log.took(side, place, rule, "");
    return cells.of(side);
  }

  private Cell undecided(FieldPath place, MergeRule.Kind rule, Cells cells, String why) {
    log.undecided(place, rule.word(), why);
    return cells.target();
  }
}
