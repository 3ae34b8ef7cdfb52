package dev.tributary.core.internal.state;

/** Hears the feed on the follower's thread, in order; must return at once and never throw. */
@FunctionalInterface
interface FeedListener {
  void hear(FeedNews news);
}
