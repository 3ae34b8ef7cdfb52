package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ConflictStrategy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a strategy must answer, written down a second time and in another way: times are the seconds
 * that the test meant, whatever text they were written as.
 */
record HistoryOracle(ConflictStrategy strategy, Map<String, Long> meaning) {
  private static final long SKEW = 5;
  private static final long FUTURE = 3_000_000_000L;

  /** What must come out. */
  enum Outcome {
    SOURCE,
    TARGET,
    MERGED,
    HELD
  }

  Outcome outcome(
      Optional<HistoryRow> base, Optional<HistoryRow> source, Optional<HistoryRow> target) {
    return switch (strategy) {
      case SOURCE_WINS -> Outcome.SOURCE;
      case TARGET_WINS -> Outcome.TARGET;
      case MANUAL, CUSTOM -> Outcome.HELD;
      case NEWEST_WINS, MERGE -> {
        if (source.isEmpty()) {
          yield Outcome.TARGET;
        }
        if (target.isEmpty()) {
          yield Outcome.SOURCE;
        }
        if (strategy == ConflictStrategy.NEWEST_WINS) {
          yield sourceIsNewer(source.get(), target.get()) ? Outcome.SOURCE : Outcome.TARGET;
        }
        yield base.isEmpty() && source.get().n() != target.get().n()
            ? Outcome.HELD
            : Outcome.MERGED;
      }
    };
  }

  private boolean sourceIsNewer(HistoryRow source, HistoryRow target) {
    Long s = trusted(source);
    Long t = trusted(target);
    if (s == null || t == null) {
      return t == null; // both untold: a tie, which goes to the source
    }
    return Math.abs(s - t) <= SKEW || s > t;
  }

  private @Nullable Long trusted(HistoryRow row) {
    Long seconds = meaning.get(row.time());
    return seconds == null || seconds > FUTURE ? null : seconds;
  }

  void requireMerged(
      Optional<HistoryRow> base,
      HistoryRow source,
      HistoryRow target,
      HistoryRow now,
      String what) {
    long n =
        source.n() == target.n()
            ? source.n()
            : target.n() + source.n() - base.map(HistoryRow::n).orElseThrow();
    assertThat(now.n()).as(what + ": sum of both differences").isEqualTo(n);
    Set<String> before = base.map(HistoryRow::tagSet).orElse(Set.of());
    Set<String> tags = new TreeSet<>(source.tagSet());
    tags.addAll(target.tagSet());
    tags.removeIf(
        tag ->
            before.contains(tag)
                && !(source.tagSet().contains(tag) && target.tagSet().contains(tag)));
    assertThat(now.tagSet()).as(what + ": tags of both").isEqualTo(tags);
    String old = base.map(HistoryRow::body).orElse("");
    String body =
        source.body().equals(target.body()) || source.body().equals(old)
            ? target.body()
            : target.body().equals(old) || sourceIsNewer(source, target)
                ? source.body()
                : target.body();
    assertThat(now.body()).as(what + ": the newer body").isEqualTo(body);
  }
}
