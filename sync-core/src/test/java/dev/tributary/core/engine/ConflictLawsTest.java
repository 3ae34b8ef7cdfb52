package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.Cell;
import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConflictStrategy;
import dev.tributary.api.Json;
import dev.tributary.api.Resolution;
import dev.tributary.api.RowImage;
import dev.tributary.conflict.CompareField;
import dev.tributary.conflict.ConflictConfiguration;
import dev.tributary.conflict.DeleteRules;
import dev.tributary.conflict.EpochUnit;
import dev.tributary.conflict.NewestWins;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The laws of conflicts, on random histories: nothing of others is overwritten unlogged, no change
 * of the source is neither applied nor logged nor held, a repeated run changes nothing, a failed
 * one leaves nothing half done, quiet sides come to rest, one row never hinders another.
 */
final class ConflictLawsTest {
  private static final String RULES =
      """
      {"default_strategy": "%s", "table_strategies": {"item": {"strategy": "%s" %s}}}
      """;
  private static final String MERGE =
      ", \"merge_rules\": {\"n\": \"sum\", \"tags\": \"union\", \"body\": \"newest_wins\"}";

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CUSTOM")
  void historiesKeepTheLaws(ConflictStrategy strategy) {
    assertThat(run(strategy, resolver(strategy), 20_261_125L, 40, 8)).isGreaterThan(30);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CUSTOM")
  void thousandsOfHistoriesKeepTheLaws(ConflictStrategy strategy) {
    long conflicts = 0;
    for (long seed = 1; seed <= 10; seed++) {
      conflicts += run(strategy, resolver(strategy), seed, 300, 12);
    }
    assertThat(conflicts).as("conflicts in 3,000 histories").isGreaterThan(3_000);
  }

  @Test
  void theSameHistoryEndsAlikeOnEveryNode() {
    Map<Integer, HistoryRow> first;
    try (EngineTarget target = EngineTarget.create(directory.resolve("one"))) {
      first = ended(target, "one");
    }
    try (EngineTarget target = EngineTarget.create(directory.resolve("two"))) {
      assertThat(ended(target, "two")).isEqualTo(first);
    }
  }

  private Map<Integer, HistoryRow> ended(EngineTarget target, String folder) {
    ConflictStrategy strategy = ConflictStrategy.MERGE;
    Path itsOwn = directory.resolve(folder + "-files");
    itsOwn.toFile().mkdirs();
    ConflictHistories histories =
        new ConflictHistories(target, itsOwn, strategy, resolver(strategy), 7);
    histories.run(30, 6);
    return histories.rows();
  }

  /** A checker that finds nothing proves nothing: each strategy is broken once. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CUSTOM")
  void aBrokenStrategyIsCaught(ConflictStrategy strategy) {
    ConflictResolver right = resolver(strategy);
    ConflictResolver broken =
        switch (strategy) {
          case SOURCE_WINS ->
              c -> c.source().isEmpty() ? Resolution.keepTarget() : right.resolve(c);
          case TARGET_WINS ->
              c -> c.target().isEmpty() ? Resolution.takeSource() : right.resolve(c);
          case NEWEST_WINS ->
              new NewestWins(
                  CompareField.of("updated_at").withUnit(EpochUnit.S), DeleteRules.defaults());
          case MERGE -> c -> concatenated(right.resolve(c), c);
          default -> c -> c.base().isEmpty() ? Resolution.takeSource() : right.resolve(c);
        };
    assertThatThrownBy(() -> run(strategy, broken, 20_261_125L, 40, 8))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(strategy.name());
  }

  /** As the prototype appended: what both sides have is there twice. */
  private static Resolution concatenated(Resolution merged, Conflict conflict) {
    if (!(merged instanceof Resolution.Write write)) {
      return merged;
    }
    Map<String, Cell> cells = new LinkedHashMap<>(write.row().cells());
    cells.put("n", conflict.source().orElseThrow().cells().get("n"));
    cells.put("tags", new Cell.Text("[1, 1]".getBytes(StandardCharsets.UTF_8)));
    return Resolution.write(new RowImage(cells)).because(merged.why());
  }

  private long run(
      ConflictStrategy strategy, ConflictResolver resolver, long seed, int histories, int rounds) {
    Path data = directory.resolve("data-" + strategy + seed);
    try (EngineTarget target = EngineTarget.create(data)) {
      return new ConflictHistories(target, directory, strategy, resolver, seed)
          .run(histories, rounds);
    }
  }

  private static ConflictResolver resolver(ConflictStrategy strategy) {
    String more = strategy == ConflictStrategy.MERGE ? MERGE : "";
    return ConflictConfiguration.read(
            new Json(RULES.formatted(strategy.word(), strategy.word(), more)))
        .resolver();
  }
}
