package dev.tributary.core.internal.state;

import dev.tributary.api.StateEntry;
import java.util.List;

/**
 * What a listener of the feed hears.
 *
 * @param generation one more whenever another database, or another life of it, is behind the
 *     address: what was known before it counts no more
 * @param whole the changes are all entries that there are
 * @param changes the newest versions, each version once
 */
record FeedNews(long generation, boolean whole, List<StateEntry> changes) {
  FeedNews {
    changes = List.copyOf(changes);
  }
}
