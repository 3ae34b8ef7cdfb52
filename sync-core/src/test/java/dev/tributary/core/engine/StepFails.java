package dev.tributary.core.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The n-th step fails: its session is gone before or after the server did what it was asked. */
final class StepFails implements WatchedConnections.Watcher {
  /** Whether the server still does the step that fails. */
  enum Answer {
    NEVER_ASKED,
    LOST
  }

  /** What becomes of the other sessions. */
  enum Network {
    /** They go on. */
    BLIP,
    /** All are gone, and no new one opens. */
    AWAY
  }

  private final int failing;
  private final Answer answer;
  private final Network network;
  private final AtomicInteger steps = new AtomicInteger();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean away;

  StepFails(int failing, Answer answer, Network network) {
    this.failing = failing;
    this.answer = answer;
    this.network = network;
  }

  /** The steps so far, in order. */
  List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public void opens() throws SQLException {
    if (away || isFailing("connect")) {
      away = network == Network.AWAY;
      throw gone();
    }
  }

  @Override
  public Object step(Connection connection, String text, WatchedConnections.Step step)
      throws Throwable {
    boolean fails = !away && isFailing(text);
    if (!away && !fails) {
      return step.take();
    }
    if (fails && answer == Answer.LOST) {
      step.take();
    }
    away = network == Network.AWAY;
    connection.abort(Runnable::run);
    throw gone();
  }

  private boolean isFailing(String text) {
    log.add(text);
    return steps.incrementAndGet() == failing;
  }

  private static SQLException gone() {
    return new SQLException("the network is away", "08006");
  }
}
