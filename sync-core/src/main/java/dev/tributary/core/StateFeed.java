package dev.tributary.core;

import java.util.Optional;

/**
 * The feed of a state store, for those who look again and again instead of keeping a watch. It
 * remembers nobody: who looks brings the mark of his last look, of whichever node.
 */
public interface StateFeed {

  /**
   * @param mark of an earlier look; empty: a look to begin with, whose entries were written just
   *     now
   * @throws dev.tributary.api.ConfigurationInvalid when it is no mark
   * @throws dev.tributary.api.TargetUnavailable when the store is away; no cache answers for it
   */
  StateChanges since(String prefix, Optional<String> mark);
}
