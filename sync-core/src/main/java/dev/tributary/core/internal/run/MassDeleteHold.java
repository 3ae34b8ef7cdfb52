package dev.tributary.core.internal.run;

import java.io.Serial;

/**
 * Stops a run before it commits, because a person must confirm first. Never leaves this package.
 */
final class MassDeleteHold extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  MassDeleteHold(String reason) {
    super(reason, null, false, false);
  }
}
