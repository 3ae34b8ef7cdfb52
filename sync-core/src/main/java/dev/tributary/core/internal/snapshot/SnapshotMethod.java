package dev.tributary.core.internal.snapshot;

/** How a snapshot was taken. */
public enum SnapshotMethod {
  /** One read transaction on the live file (WAL mode: it blocks nobody). */
  LIVE("live"),
  /** A copy made without a lock, proven unchanged from before to after. */
  OPTIMISTIC_COPY("copy"),
  /** A copy made while a shared lock held the app's commits back. */
  LOCKED_COPY("copy under lock"),
  /** A proven copy of the file and its journal, which SQLite then recovered. */
  RECOVERED_COPY("recovered copy");

  private final String words;

  SnapshotMethod(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }

  @Override
  public String toString() {
    return words;
  }
}
