package dev.tributary.election;

/** What the connections to PostgreSQL can do. */
public enum ElectionMode {
  /** Notifications arrive: a node that stops or dies is succeeded at once. */
  LISTEN,
  /**
   * None arrive, as behind a transaction pooler: followers ask once a second, and a node that dies
   * is succeeded when its lease runs out.
   */
  POLL
}
