package dev.tributary.api;

/** The SQLite file cannot be read just now. Trying again later may help. */
public final class SourceUnavailable extends SyncException {
  private static final long serialVersionUID = 1L;

  public SourceUnavailable(String message) {
    super(message);
  }

  public SourceUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
