package dev.tributary.core.state;

import dev.tributary.test.state.StateStoreContract;
import dev.tributary.test.state.StateStoreRaceContract;
import dev.tributary.test.state.StateStoreWatchContract;
import dev.tributary.test.state.StateStores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

final class CachingPostgresTest {
  private static StateDatabase database;

  @BeforeAll
  static void install() {
    database = StateDatabase.create();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Nested
  final class Values extends StateStoreContract {
    @Override
    protected StateStores open() {
      return database.emptyStores().caching();
    }
  }

  @Nested
  final class Watches extends StateStoreWatchContract {
    @Override
    protected StateStores open() {
      return database.emptyStores().caching();
    }
  }

  @Nested
  final class Races extends StateStoreRaceContract {
    @Override
    protected StateStores open() {
      return database.emptyStores().caching();
    }
  }
}
