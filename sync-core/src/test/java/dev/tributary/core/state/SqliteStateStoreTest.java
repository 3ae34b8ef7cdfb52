package dev.tributary.core.state;

import dev.tributary.core.state.SqliteStores.Kind;
import dev.tributary.test.state.StateStoreContract;
import dev.tributary.test.state.StateStoreRaceContract;
import dev.tributary.test.state.StateStoreWatchContract;
import dev.tributary.test.state.StateStores;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStateStoreTest {
  @TempDir private Path folder;

  private StateStores stores() {
    return new SqliteStores(folder.resolve("state.db"), Kind.PLAIN);
  }

  @Nested
  final class Values extends StateStoreContract {
    @Override
    protected StateStores open() {
      return stores();
    }
  }

  @Nested
  final class Watches extends StateStoreWatchContract {
    @Override
    protected StateStores open() {
      return stores();
    }
  }

  @Nested
  final class Races extends StateStoreRaceContract {
    @Override
    protected StateStores open() {
      return stores();
    }
  }
}
