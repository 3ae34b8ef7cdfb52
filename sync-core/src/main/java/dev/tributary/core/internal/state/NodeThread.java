package dev.tributary.core.internal.state;

/**
 * One daemon thread with a name. {@code close()} interrupts it and waits; it may be called twice.
 */
final class NodeThread implements AutoCloseable {
  private static final long PATIENCE_MS = 5_000;

  private final Thread thread;

  /** What a thread does until it is interrupted. */
  interface Body {
    void run() throws InterruptedException;
  }

  private NodeThread(String name, Body body) {
    thread = new Thread(() -> runToItsEnd(body), name);
    thread.setDaemon(true);
  }

  static NodeThread started(String name, Body body) {
    NodeThread made = new NodeThread(name, body);
    made.thread.start();
    return made;
  }

  private static void runToItsEnd(Body body) {
    try {
      body.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A thread that closes itself is not waited for. */
  @Override
  public void close() {
    thread.interrupt();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(PATIENCE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
