package dev.tributary.core.internal.apply;

import dev.tributary.api.ConflictCount;
import dev.tributary.api.ConflictCount.Decided;
import dev.tributary.api.ConflictFlag;
import dev.tributary.api.ConflictKind;
import dev.tributary.api.ConflictStrategy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Counts the conflicts of one run, for those who listen. */
public final class ConflictTally {
  private final LongSupplier nanoTime;
  private final Map<Group, long[]> counts = new LinkedHashMap<>();

  public ConflictTally(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Group(
      String table, ConflictKind kind, ConflictStrategy strategy, Decided decided) {}

  /** Counts a decision and the time that it takes. */
  Answer count(ConflictCase one, Supplier<Answer> decision) {
    long start = nanoTime.getAsLong();
    Answer answer = decision.get();
    if (!answer.left()) {
      add(one, answer, nanoTime.getAsLong() - start);
    }
    return answer;
  }

  private void add(ConflictCase one, Answer answer, long nanos) {
    Decided decided =
        answer.held()
            ? Decided.NOT_YET
            : answer.decidedBy().equals(Arbiter.BY_RULE) ? Decided.BY_RULE : Decided.BY_PERSON;
    ConflictStrategy strategy =
        answer.held() ? ConflictStrategy.MANUAL : answer.resolution().why().strategy();
    Group group = new Group(one.conflict().table(), one.conflict().kind(), strategy, decided);
    long[] sums = counts.computeIfAbsent(group, key -> new long[3]);
    sums[0]++;
    sums[1] += answer.resolution().why().flags().contains(ConflictFlag.NOTIFY) ? 1 : 0;
    sums[2] += nanos;
  }

  public List<ConflictCount> counts() {
    return counts.entrySet().stream()
        .map(
            entry ->
                new ConflictCount(
                    entry.getKey().table(),
                    entry.getKey().kind(),
                    entry.getKey().strategy(),
                    entry.getKey().decided(),
                    entry.getValue()[0],
                    entry.getValue()[1],
                    Duration.ofNanos(entry.getValue()[2])))
        .toList();
  }
}
