package dev.tributary.server.node;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.server.health.NodeHealth;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Lets the election begin only when the database is there and fit for a node, and no other process
 * serves under its name. Behind the web server and before the election, so that health answers
 * meanwhile.
 */
final class DatabaseGate implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseGate.class);
  private static final long LOOK_AGAIN_SECONDS = 1;

  private static final int LOOKS_AT_A_NAMESAKE = 5;

  private final String self;
  private final Runnable check;
  private final Supplier<Optional<String>> namesake;
  private final NodeHealth health;
  private final CountDownLatch ending;

  // Written only by the thread that starts and stops the node
  private volatile boolean open;

  /**
   * @param self the node, in words
   * @param check fails when the database is away, or not fit for a node
   * @param namesake where another process serves under this node's name
   * @param ending zero when the node must not start any more
   */
  DatabaseGate(
      String self,
      Runnable check,
      Supplier<Optional<String>> namesake,
      NodeHealth health,
      CountDownLatch ending) {
    this.self = self;
    this.check = check;
    this.namesake = namesake;
    this.health = health;
    this.ending = ending;
  }

  @Override
  public void start() {
    Optional<String> other = awaitDatabase();
    for (int look = 1; other.isPresent(); look++) {
      String why = "%s runs already, %s".formatted(self, other.get());
      if (look > LOOKS_AT_A_NAMESAKE) {
        throw new ConfigurationInvalid(
            "%s: stop that one, or give this one another NODE_NAME".formatted(why));
      }
      health.notServing(why);
      awaitNextLook(new TargetUnavailable(why));
      other = awaitDatabase();
    }
    open = true;
  }

  /** Where another process has this node's name. */
  private Optional<String> awaitDatabase() {
    String said = "";
    while (true) {
      try {
        check.run();
        return namesake.get();
      } catch (TargetUnavailable e) {
        health.notServing("the database is away: " + e.getMessage());
        if (!said.equals(e.getMessage())) {
          said = String.valueOf(e.getMessage());
          LOG.warn("waiting for the database: {}", said);
        }
        awaitNextLook(e);
      }
    }
  }

  private void awaitNextLook(SyncException why) {
    try {
      if (ending.await(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS)) {
        throw why;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw why;
    }
  }

  @Override
  public void stop() {
    open = false;
  }

  @Override
  public boolean isRunning() {
    return open;
  }

  @Override
  public int getPhase() {
    return Phases.DATABASE;
  }
}
