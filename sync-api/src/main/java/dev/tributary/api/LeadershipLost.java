package dev.tributary.api;

/** This node does not lead (any more). Stop; whatever was not committed is rolled back. */
public final class LeadershipLost extends SyncException {
  private static final long serialVersionUID = 1L;

  public LeadershipLost(String message) {
    super(message);
  }

  public LeadershipLost(String message, Throwable cause) {
    super(message, cause);
  }
}
