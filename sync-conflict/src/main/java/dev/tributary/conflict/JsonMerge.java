package dev.tributary.conflict;

import dev.tributary.api.Side;
import dev.tributary.conflict.internal.json.JsonMeaning;
import dev.tributary.conflict.internal.json.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Merges a JSON value three ways. What only one side changed is that side's text, letter by letter;
 * what must be put together anew is put together from such pieces, the target's order first.
 *
 * <p>The answer is the text of the place, or empty where it is gone. Where no rule decides, the log
 * says so and the answer means nothing.
 */
final class JsonMerge {
  private final MergeRules rules;
  private final FieldLog log;
  private final EpochUnit unit;
  private final Objects objects;
  private final KeyedMerge keyed;

  JsonMerge(MergeRules rules, FieldLog log, EpochUnit unit) {
    this(rules, log, unit, Objects.WHERE_A_RULE_SAYS);
  }

  private JsonMerge(MergeRules rules, FieldLog log, EpochUnit unit, Objects objects) {
    this.rules = rules;
    this.log = log;
    this.unit = unit;
    this.objects = objects;
    this.keyed = new KeyedMerge(this, log, unit);
  }

  /** Which objects without a rule of their own are merged member by member. */
  private enum Objects {
    WHERE_A_RULE_SAYS,
    ALL
  }

  /**
   * @param newer the side whose row is newer, where that is known
   */
  Optional<String> merge(FieldPath place, Three three, Optional<Side> newer) {
    Optional<Side> undisputed = three.undisputed();
    if (undisputed.isPresent()) {
      return three.textOf(undisputed.get());
    }
    Optional<MergeRule> rule = rules.at(place);
    if (rule.isPresent()) {
      return byRule(rule.get(), place, three, newer);
    }
    boolean ruledBelow = rules.below(place);
    if (three.areObjects() && (ruledBelow || objects == Objects.ALL)) {
      return members(place, three, newer);
    }
    return ruledBelow && three.only().isEmpty()
        ? undecided(
            place,
            rules.otherwise().kind(),
            three,
            "a rule is for a place inside, but both sides are no objects")
        : leaf(place, three, newer);
  }

  private Optional<String> byRule(
      MergeRule rule, FieldPath place, Three three, Optional<Side> newer) {
    return switch (rule.kind()) {
      case DEEP_MERGE -> deep(place, three, newer);
      case UNION, APPEND -> keyed.merge(rule, place, three, newer);
      case SUM, MAX, MIN -> number(rule.kind(), place, three);
      case SOURCE_WINS -> took(Side.SOURCE, place, three, rule.kind(), "");
      case TARGET_WINS -> took(Side.TARGET, place, three, rule.kind(), "");
      case NEWEST_WINS ->
          newer
              .map(side -> took(side, place, three, rule.kind(), ""))
              .orElseGet(() -> undecided(place, rule.kind(), three, "no time tells who is newer"));
      case MANUAL -> undecided(place, rule.kind(), three, "the rule asks for a person");
    };
  }

  /** No rule names this place. What one side changed and the other removed stays. */
  private Optional<String> leaf(FieldPath place, Three three, Optional<Side> newer) {
    Optional<Side> only = three.only();
    if (only.isPresent()) {
      return took(
          only.get(), place, three, rules.otherwise().kind(), "the other side removed it: kept");
    }
    return byRule(rules.otherwise(), place, three, newer);
  }

  private Optional<String> deep(FieldPath place, Three three, Optional<Side> newer) {
    if (three.areObjects()) {
      return new JsonMerge(rules, log, unit, Objects.ALL).members(place, three, newer);
    }
    if (rules.otherwise().kind() == MergeRule.Kind.DEEP_MERGE) {
      return undecided(place, MergeRule.Kind.DEEP_MERGE, three, "not two objects");
    }
    return leaf(place, three, newer);
  }

  /** Both sides are objects. */
  Optional<String> members(FieldPath place, Three three, Optional<Side> newer) {
    JsonNode.Members target = (JsonNode.Members) three.target().orElseThrow();
    JsonNode.Members source = (JsonNode.Members) three.source().orElseThrow();
    Set<String> doubled = three.doubledNames();
    Set<String> done = new HashSet<>();
    List<String> parts = new ArrayList<>();
    for (JsonNode.Members side : List.of(target, source)) {
      for (JsonNode.Member member : side.members()) {
        if (done.add(member.name())) {
          (doubled.contains(member.name())
                  ? group(place.child(member.name()), three.group(member.name()))
                  : member(place, three, member, newer))
              .ifPresent(parts::add);
        }
      }
    }
    log.merged(place, "members");
    return Optional.of("{" + String.join(",", parts) + "}");
  }

  private Optional<String> member(
      FieldPath place, Three three, JsonNode.Member member, Optional<Side> newer) {
    return merge(place.child(member.name()), three.member(member.name()), newer).map(member::with);
  }

  /** Members of one name, which nobody can tell apart, go together. */
  private Optional<String> group(FieldPath place, Three three) {
    Optional<Side> undisputed = three.undisputed();
    return undisputed.isPresent()
        ? three.textOf(undisputed.get())
        : undecided(place, rules.otherwise().kind(), three, "a name is there twice");
  }

  private Optional<String> number(MergeRule.Kind kind, FieldPath place, Three three) {
    Optional<BigDecimal> source = number(three.source());
    Optional<BigDecimal> target = number(three.target());
    Optional<BigDecimal> base = number(three.base());
    boolean sum = kind == MergeRule.Kind.SUM;
    if (source.isEmpty() || target.isEmpty() || sum && base.isEmpty()) {
      return undecided(place, kind, three, "not all sides are numbers");
    }
    if (sum) {
      log.merged(place, kind.word());
      BigDecimal total = target.get().add(source.get()).subtract(base.orElseThrow());
      return Optional.of(total.toString());
    }
    boolean sourceIsGreater = source.get().compareTo(target.get()) > 0;
    Side side = sourceIsGreater == (kind == MergeRule.Kind.MAX) ? Side.SOURCE : Side.TARGET;
    return took(side, place, three, kind, "");
  }

  private static Optional<BigDecimal> number(Optional<JsonNode> node) {
    return node.filter(n -> n instanceof JsonNode.Scalar s && s.kind() == JsonNode.Kind.NUMBER)
        .flatMap(n -> JsonMeaning.number(n.text()));
  }

  private Optional<String> took(
      Side side, FieldPath place, Three three, MergeRule.Kind rule, String note) {
    log.took(side, place, rule.word(), note);
    return three.textOf(side);
  }

  Optional<String> undecided(FieldPath place, MergeRule.Kind rule, Three three, String why) {
    log.undecided(place, rule.word(), why);
    return three.textOf(Side.TARGET);
  }
}
