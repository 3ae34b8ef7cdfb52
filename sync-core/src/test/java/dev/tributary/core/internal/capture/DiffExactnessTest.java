package dev.tributary.core.internal.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.core.internal.ScratchFile;
import dev.tributary.core.internal.schema.SchemaReader;
import dev.tributary.core.internal.schema.TablePlanner;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories of one table: the changes told must be the true ones, all of them, no other. */
class DiffExactnessTest {
  private static final int STEPS = 150;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void integerKey(long seed) {
    check(seed, Kind.COLUMNS, "(id INTEGER PRIMARY KEY, u UNIQUE, v, w TEXT)");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void integerKeyOfANodeThatIsRestarted(long seed) {
    check(seed, Kind.COLUMNS, "(id INTEGER PRIMARY KEY AUTOINCREMENT, u, v, w INT)");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void legacyUniqueIndex(long seed) {
    check(seed, Kind.COLUMNS, "(id VARCHAR NOT NULL UNIQUE, u UNIQUE, v, w REAL)");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void compositeKeyWithoutRowid(long seed) {
    check(seed, Kind.COLUMNS, "(id TEXT, u, v, w INT, PRIMARY KEY (w, id)) WITHOUT ROWID");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void untypedKey(long seed) {
    check(seed, Kind.HASHED, "(id NOT NULL PRIMARY KEY, u UNIQUE, v, w)");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noKey(long seed) {
    check(seed, Kind.ROWS, "(id INT, u, v, w)");
  }

  private void check(long seed, Kind kind, String declaration) {
    Random random = new Random(seed);
    try (ScratchFile file = ScratchFile.inMemory()) {
      file.run("CREATE TABLE t " + declaration);
      RandomHistory history = new RandomHistory(file, declaration, random);
      history.firstRows();
      TablePlan plan = plan(file, Map.of());
      assertThat(plan.key().kind()).isEqualTo(kind);
      DiffOracle oracle = new DiffOracle(file);
      BaseIndex index = BaseIndex.create(directory.resolve("t"), plan, 0);
      for (int step = 0; step < STEPS; step++) {
        String act = history.step();
        TablePlan now = plan(file, Map.of("t", plan));
        if (!now.key().equals(plan.key())) { // the table would be loaded anew
          index.close();
          index = BaseIndex.create(directory.resolve("t"), now, 0);
          oracle = new DiffOracle(file);
        } else if (!now.equals(plan) || random.nextInt(4) == 0) {
          index.stamp("step " + step);
          index.close();
          index = BaseIndex.open(directory.resolve("t"), now).orElseThrow();
        }
        plan = now;
        TableDiff diff =
            new TableDiff(
                Tables.scanner(file, plan),
                new RowHasher(plan, seed),
                new KeyHasher(plan, seed),
                index);
        String where = "seed %d step %d: %s".formatted(seed, step, act);
        oracle.check(where, plan, random.nextInt(4) == 0 ? diff::runGoneFirst : diff::run);
      }
      index.close();
    }
  }

  private static TablePlan plan(ScratchFile file, Map<String, TablePlan> stored) {
    SourceSchema schema = SchemaReader.read(file.connection());
    List<TablePlan> plans = new TablePlanner(Map.of()).plan(file.connection(), schema, stored);
    return plans.get(0);
  }
}
