package dev.tributary.api;

/** PostgreSQL cannot be reached or refused for the moment. Trying again later may help. */
public final class TargetUnavailable extends SyncException {
  private static final long serialVersionUID = 1L;

  public TargetUnavailable(String message) {
    super(message);
  }

  public TargetUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
