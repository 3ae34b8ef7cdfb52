package dev.tributary.server.cli;

import dev.tributary.api.SyncOutcome;

/** The exit codes of every command. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;

  /** Done as far as possible, but something waits for a person. */
  static final int WAITING = 2;

  static final int WRONG_COMMAND_LINE = 64;

  private ExitCode() {}

  static int of(SyncOutcome outcome) {
    return switch (outcome) {
      case UNCHANGED, COMPLETE -> DONE;
      case PARTIAL, ON_HOLD -> WAITING;
    };
  }
}
