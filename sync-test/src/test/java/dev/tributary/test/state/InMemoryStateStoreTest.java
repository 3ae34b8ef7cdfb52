package dev.tributary.test.state;

import dev.tributary.api.StateStore;
import org.junit.jupiter.api.Nested;

final class InMemoryStateStoreTest {
  private static StateStores inMemory() {
    StateStore store = StateStore.inMemory();
    return new StateStores() {
      @Override
      public StateStore node() {
        return store;
      }

      @Override
      public void close() {
        // it dies with its last reference
      }
    };
  }

  @Nested
  final class Values extends StateStoreContract {
    @Override
    protected StateStores open() {
      return inMemory();
    }
  }

  @Nested
  final class Watches extends StateStoreWatchContract {
    @Override
    protected StateStores open() {
      return inMemory();
    }
  }

  @Nested
  final class Races extends StateStoreRaceContract {
    @Override
    protected StateStores open() {
      return inMemory();
    }
  }
}
