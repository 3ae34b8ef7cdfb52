package dev.tributary.postgres;

/** What a commit survives. */
public enum Durability {
  /** A commit survives a crash of the machine: the setting for data that somebody wants to keep. */
  DURABLE,
  /** A commit survives a crash of PostgreSQL only; nothing is ever synced to disk: for tests. */
  FAST
}
