package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.NodeId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two threads of one process ask for one lease. */
final class OneLeaseTest {
  @TempDir Path directory;

  @Test
  void theSecondThreadGetsTheLeaseThatTheFirstOneTook() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    try (EngineTarget target = EngineTarget.create(directory);
        LeaderElector elector =
            LeaderElector.single(
                new NodeId("two-threads"),
                EngineTarget.CLUSTER,
                () -> slow(target, asked, answer))) {
      FutureTask<Leadership> first = start(elector, Duration.ofSeconds(5));
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(elector.current()).isEmpty();
      FutureTask<Leadership> second = new FutureTask<>(() -> elector.await(Duration.ZERO));
      Thread waiting = new Thread(second);
      waiting.start();
      while (waiting.getState() != Thread.State.BLOCKED && waiting.isAlive()) {
        Thread.onSpinWait();
      }
      answer.countDown();
      assertThat(second.get(10, TimeUnit.SECONDS)).isSameAs(first.get(10, TimeUnit.SECONDS));
    }
  }

  private static FutureTask<Leadership> start(LeaderElector elector, Duration patience) {
    FutureTask<Leadership> task = new FutureTask<>(() -> elector.await(patience));
    new Thread(task).start();
    return task;
  }

  private static Connection slow(EngineTarget target, CountDownLatch asked, CountDownLatch answer)
      throws SQLException {
    asked.countDown();
    try {
      answer.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return target.connections().connect();
  }
}
