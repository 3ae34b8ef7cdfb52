package dev.tributary.core.internal.state;

import dev.tributary.api.StateEntry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One look at the feed, which is read from the table itself. */
public record FeedLook(FeedPage page, boolean all) {

  public static FeedLook at(EntryTable table, Optional<FeedMark> mark) {
    FeedPage page = table.page(mark.map(FeedMark::from).orElse(OptionalLong.empty()));
    boolean goesOn = mark.isEmpty() || mark.get().isContinuedBy(page);
    return goesOn ? new FeedLook(page, false) : new FeedLook(table.page(OptionalLong.of(0)), true);
  }

  public List<StateEntry> below(String prefix) {
    return page.changes().stream().filter(entry -> entry.key().startsWith(prefix)).toList();
  }
}
