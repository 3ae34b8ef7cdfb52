package dev.tributary.conflict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.Cell;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictFlag;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.Json;
import dev.tributary.api.Resolution;
import dev.tributary.test.SampleConflicts;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Resolvers of somebody else that are faulty, or none. */
final class FaultyResolversTest {
  private static final Conflict CONFLICT =
      SampleConflicts.update(
          Optional.empty(),
          SampleConflicts.row("s", 1, Cell.NULL, "{}"),
          SampleConflicts.row("t", 2, Cell.NULL, "{}"));

  @Test
  void resolverThatCallsItselfForEverHoldsTheRow() {
    ConflictResolver endless =
        new ConflictResolver() {
          @Override
          public Resolution resolve(Conflict conflict) {
            return resolve(conflict).because(resolve(conflict).why());
          }
        };
    Resolution resolution = new CustomResolver(endless).resolve(CONFLICT);
    assertThat(resolution).isInstanceOf(Resolution.Hold.class);
    assertThat(((Resolution.Hold) resolution).reason()).contains("StackOverflowError");
    assertThat(resolution.why().flags()).contains(ConflictFlag.ERROR);
  }

  /** Settings of clients are rows of a table: what they name must not run because of that. */
  @Test
  void classThatIsNoResolverIsNotEvenInitialised() {
    Json json =
        new Json(
            """
            {"table_strategies": {"chat": {"strategy": "custom", "resolver": "%s"}}}
            """
                .formatted(NoResolver.class.getName()));
    assertThatThrownBy(() -> ConflictConfiguration.read(json))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("is no ConflictResolver");
    assertThat(INITIALISED).isFalse();
  }

  private static final AtomicBoolean INITIALISED = new AtomicBoolean();

  /** Does something as soon as it is touched. */
  static final class NoResolver {
    static {
      INITIALISED.set(true);
    }

    private NoResolver() {}
  }
}
