package dev.tributary.core;

/** How a state store hears of what others wrote. */
public enum FeedMode {
  /** PostgreSQL tells it; a look every 30 s makes up for what is lost on the way. */
  LISTEN,
  /** It looks every 2 s, because notifications do not come through, as behind a pooler. */
  POLL
}
