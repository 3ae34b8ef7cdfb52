package dev.tributary.server.node;

import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.server.health.NodeHealth;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Lets the election begin only when the database is there and fit for a node. Behind the web server
 * and before the election, so that health answers meanwhile.
 */
final class DatabaseGate implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseGate.class);
  private static final long LOOK_AGAIN_SECONDS = 1;

  private final Runnable check;
  private final NodeHealth health;
  private final CountDownLatch ending;

  // Written only by the thread that starts and stops the node
  private volatile boolean open;

  /**
   * @param check fails when the database is away, or not fit for a node
   * @param ending zero when the node must not start any more
   */
  DatabaseGate(Runnable check, NodeHealth health, CountDownLatch ending) {
    this.check = check;
    this.health = health;
    this.ending = ending;
  }

  @Override
  public void start() {
    String said = "";
    while (true) {
      try {
        check.run();
        open = true;
        return;
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
