package dev.tributary.server.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Ends a command cleanly on Ctrl-C or SIGTERM: the command's thread is interrupted and gets a few
 * seconds to release the lease and to remove its copies.
 */
final class Interruption {
  private static final long PATIENCE_SECONDS = 10;

  private final Thread command = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);

  private Interruption() {}

  /** Runs a command on this thread and gives its exit code. */
  static int guarding(IntSupplier command) {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::end, "tributary-interrupt"));
    try {
      return command.getAsInt();
    } finally {
      interruption.ended.countDown();
    }
  }

  private void end() {
    if (ended.getCount() == 0) {
      return;
    }
    command.interrupt();
    try {
      ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
