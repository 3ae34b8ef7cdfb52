package dev.tributary.api;

/** The family of all failures. The subclass says what the caller can do about it. */
public abstract sealed class SyncException extends RuntimeException
    permits ConfigurationInvalid,
        LeadershipLost,
        RowRejected,
        SourceUnavailable,
        TargetUnavailable,
        UnknownClient {

  private static final long serialVersionUID = 1L;

  SyncException(String message) {
    super(message);
  }

  SyncException(String message, Throwable cause) {
    super(message, cause);
  }
}
