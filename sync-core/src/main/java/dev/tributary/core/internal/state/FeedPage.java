package dev.tributary.core.internal.state;

import dev.tributary.api.StateEntry;
import java.util.List;
import java.util.Objects;

/**
 * One answer of the feed, of one instant.
 *
 * @param identity which database it is, and in which of its lives: another one may have forgotten
 *     what was read before
 * @param horizon from where the next page has to begin so that it misses nothing
 * @param changes the newest version of each key in it, deletes included
 */
public record FeedPage(String identity, long horizon, List<StateEntry> changes) {
  public FeedPage {
    Objects.requireNonNull(identity, "identity");
    changes = List.copyOf(changes);
  }
}
