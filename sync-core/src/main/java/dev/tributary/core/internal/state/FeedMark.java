package dev.tributary.core.internal.state;

import dev.tributary.api.ConfigurationInvalid;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A place in the feed of one database, as those carry it who look without keeping a watch.
 *
 * @param horizon from where the next page has to begin
 * @param database a digest of the page's identity
 */
public record FeedMark(long horizon, String database) {
  private static final String FORM = "\\d{1,18}\\.[0-9a-f]{1,8}";

  public FeedMark {
    Objects.requireNonNull(database, "database");
  }

  public static FeedMark of(FeedPage page) {
    return new FeedMark(page.horizon(), Integer.toHexString(page.identity().hashCode()));
  }

  /**
   * @throws ConfigurationInvalid when the text is none
   */
  public static FeedMark parse(String text) {
    if (!text.matches(FORM)) {
      throw new ConfigurationInvalid("that is no mark of an earlier look at the state");
    }
    int dot = text.indexOf('.');
    return new FeedMark(Long.parseLong(text.substring(0, dot)), text.substring(dot + 1));
  }

  OptionalLong from() {
    return OptionalLong.of(horizon);
  }

  /** Whether a page that began here goes on where this was; else all has to be read. */
  boolean isContinuedBy(FeedPage page) {
    return page.horizon() >= horizon && of(page).database.equals(database);
  }

  @Override
  public String toString() {
    return horizon + "." + database;
  }
}
