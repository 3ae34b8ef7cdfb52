package dev.tributary.core.internal.state;

import dev.tributary.api.StateEntry;
import dev.tributary.api.StateWrite;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the entries are, and the feed of what changed in them. Failures arrive as {@link
 * dev.tributary.api.SyncException}. Thread-safe.
 */
public interface EntryTable {

  /** The newest version of the key; also one that says that it is deleted. */
  Optional<StateEntry> find(String key);

  /** As {@link #find}, for many keys in one question. */
  List<StateEntry> findAll(Collection<String> keys);

  /** Entries that are not deleted, by key. */
  List<StateEntry> list(String prefix);

  Optional<StateEntry> write(StateWrite write);

  /**
   * What was written at {@code from} or later; it may repeat what an earlier page had.
   *
   * @param from the horizon of an earlier page, or 0 for everything; empty for a page to start with
   */
  FeedPage page(OptionalLong from);
}
