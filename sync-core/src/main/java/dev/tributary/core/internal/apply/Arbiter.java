package dev.tributary.core.internal.apply;

import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictFlag;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConflictStrategy;
import dev.tributary.api.Reasoning;
import dev.tributary.api.Resolution;
import dev.tributary.api.RowImage;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.TablePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Decides conflicts: a person's decision first, if the row still is what he saw; then the resolver.
 * What a resolver throws, or asks to write although it cannot be the row, holds the row.
 */
public final class Arbiter {
  static final String BY_RULE = "automatic";

  private final ConflictResolver resolver;
  private final Drift drift;

  /**
   * What happens to rows that others changed while the source did nothing; they are staged only
   * where somebody wants something of them.
   */
  public enum Drift {
    /** They stay. */
    LEAVE,
    /** They become what the source has. */
    REPAIR,
    /** They go to the resolver like all others: the run must write every row. */
    DECIDE
  }

  public Arbiter(ConflictResolver resolver, Drift drift) {
    this.resolver = resolver;
    this.drift = drift;
  }

  Answer decide(ConflictCase one, TablePlan plan) {
    Optional<Answer> person = one.entry().flatMap(entry -> byPerson(one, entry));
    if (person.isPresent()) {
      return checked(one, person.get(), plan);
    }
    if (one.considered() && drift == Drift.LEAVE) {
      return Answer.none();
    }
    Resolution resolution =
        one.considered() && drift == Drift.REPAIR
            ? new Resolution.TakeSource(Reasoning.of(ConflictStrategy.SOURCE_WINS))
            : resolve(one.conflict());
    Answer answer = checked(one, new Answer(resolution, BY_RULE), plan);
    return (one.considered() ? answer.ofDrift() : answer);
  }

  private static Optional<Answer> byPerson(ConflictCase one, ConflictCase.Entry entry) {
    if (entry.decision().isEmpty() || !entry.same()) {
      return Optional.empty();
    }
    Reasoning why = Reasoning.of(ConflictStrategy.MANUAL);
    Resolution resolution =
        switch (entry.decision().get()) {
          case "source" -> new Resolution.TakeSource(why);
          case "target" -> new Resolution.KeepTarget(why);
          default -> new Resolution.Write(entry.row().orElseThrow(), why);
        };
    return Optional.of(new Answer(resolution, entry.decidedBy()));
  }

  private Resolution resolve(Conflict conflict) {
    try {
      return Objects.requireNonNull(resolver.resolve(conflict), "no resolution");
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      return new Resolution.Hold(
          resolver.getClass().getName() + " failed: " + e,
          Reasoning.of(ConflictStrategy.CUSTOM).with(Set.of(ConflictFlag.ERROR)));
    }
  }

  /** What is written must be a row of the table under the same key. */
  private static Answer checked(ConflictCase one, Answer answer, TablePlan plan) {
    if (!(answer.resolution() instanceof Resolution.Write write)) {
      return answer;
    }
    Optional<String> objection = objection(one.conflict(), write.row(), plan);
    if (objection.isPresent()) {
      Reasoning why = write.why().with(Set.of(ConflictFlag.ERROR));
      return new Answer(new Resolution.Hold(objection.get(), why), BY_RULE);
    }
    if (one.conflict().source().filter(write.row()::equals).isPresent()) {
      return answer.with(new Resolution.TakeSource(write.why()));
    }
    return one.conflict().target().filter(write.row()::equals).isPresent()
        ? answer.with(new Resolution.KeepTarget(write.why()))
        : answer;
  }

  private static Optional<String> objection(Conflict conflict, RowImage row, TablePlan plan) {
    List<String> columns = new ArrayList<>();
    plan.columns().forEach(column -> columns.add(column.name()));
    if (!row.cells().keySet().equals(Set.copyOf(columns))) {
      return Optional.of(
          "the row to write has the columns %s, the table %s"
              .formatted(row.cells().keySet(), columns));
    }
    if (plan.key().kind() == KeyPlan.Kind.ROWS) {
      return Optional.of("the table has no key: only source or target can be chosen");
    }
    for (int i = 0; i < plan.key().columns().size(); i++) {
      String name = plan.column(plan.key().columns().get(i)).name();
      if (!conflict.key().cells().get(i).equals(row.cells().get(name))) {
        return Optional.of("the row to write has another key in column " + name);
      }
    }
    return Optional.empty();
  }
}
