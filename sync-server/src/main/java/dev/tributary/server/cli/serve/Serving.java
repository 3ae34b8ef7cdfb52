package dev.tributary.server.cli.serve;

import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.node.TributaryNode;
import java.util.concurrent.CountDownLatch;

/** A node for as long as its process lives. */
final class Serving {
  private final TributaryNode node;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Serving(TributaryNode node) {
    this.node = node;
  }

  /**
   * Starts the node and waits. A process that is told to end ends well: its exit code is 0, which
   * Java alone would not say after a signal.
   */
  static int untilToldToEnd(TributaryNode node) {
    Serving serving = new Serving(node);
    Thread hook = new Thread(serving::end, "tributary-serve-end");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      node.start();
    } catch (RuntimeException e) {
      forget(hook);
      throw e;
    } catch (InterruptedException e) {
      serving.awaitEnd(); // told to end while it started
    }
    serving.awaitEnd();
    return ExitCode.DONE;
  }

  /** The process ends in the hook; an interrupt only says that it will. */
  private void awaitEnd() {
    while (ended.getCount() > 0) {
      try {
        ended.await();
      } catch (InterruptedException e) {
        continue;
      }
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process ends already, and the hook runs
    }
  }

  private void end() {
    node.close();
    Runtime.getRuntime().halt(ExitCode.DONE);
  }
}
