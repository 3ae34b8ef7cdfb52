package dev.tributary.spring;

import org.springframework.context.SmartLifecycle;

/**
 * Something that runs while the application does: begun once all beans are there, ended before any
 * of them is closed. Parts of a higher rank begin later and end earlier.
 *
 * <p>What has been ended stays ended: a context that is stopped and started again is refused, and a
 * context that is only paused keeps it running.
 */
final class Started implements SmartLifecycle {
  /** After the executors of the application have ended their tasks, before its web server stops. */
  private static final int PHASE = DEFAULT_PHASE - 512;

  private final String what;
  private final int rank;
  private final Runnable begin;
  private final Runnable end;

  private enum State {
    NEW,
    RUNNING,
    ENDED
  }

  // Written only by the thread that starts and stops the context
  private volatile State state = State.NEW;

  /**
   * @param rank 0 to 100
   */
  Started(String what, int rank, Runnable begin, Runnable end) {
    this.what = what;
    this.rank = rank;
    this.begin = begin;
    this.end = end;
  }

  @Override
  public void start() {
    if (state == State.ENDED) {
      throw new CannotStart(
          what + " was stopped and cannot go on",
          "Close the application context and make a new one, instead of starting it again.");
    }
    state = State.RUNNING;
    begin.run();
  }

  @Override
  public void stop() {
    state = State.ENDED;
    end.run();
  }

  @Override
  public boolean isRunning() {
    return state == State.RUNNING;
  }

  /** A test that waits for its turn must not end the election of its context. */
  @Override
  public boolean isPauseable() {
    return false;
  }

  @Override
  public int getPhase() {
    return PHASE + rank;
  }
}
