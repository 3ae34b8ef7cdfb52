package dev.tributary.core.internal.schema;

/** How a planner makes sure that the key columns of the mirror can hold all keys. */
public enum KeyLook {
  /** Looks at every key: a scan of the table. */
  AT_ALL_KEYS,
  /**
   * Believes the declared type; whoever writes rows checks each key and comes back if one fails.
   */
  BY_DECLARATION
}
