package dev.tributary.server.cli.outcome;

import dev.tributary.api.SyncOutcome;

/** The exit codes of every command. */
public final class ExitCode {
  public static final int DONE = 0;
  public static final int FAILED = 1;

  /** Done as far as possible, but something waits for a person. */
  public static final int WAITING = 2;

  public static final int WRONG_COMMAND_LINE = 64;

  private ExitCode() {}

  /** Of a run. */
  public static int of(SyncOutcome outcome) {
    return switch (outcome) {
      case UNCHANGED, COMPLETE -> DONE;
      case PARTIAL, ON_HOLD -> WAITING;
    };
  }
}
