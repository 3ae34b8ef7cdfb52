package dev.tributary.api;

/** PostgreSQL refused the content of a row for good; the row belongs into quarantine. */
public final class RowRejected extends SyncException {
  private static final long serialVersionUID = 1L;

  private final String sqlState;

  public RowRejected(String message, String sqlState, Throwable cause) {
    super(message, cause);
    this.sqlState = sqlState;
  }

  /** The five characters of PostgreSQL's verdict; class 22 or 23. */
  public String sqlState() {
    return sqlState;
  }
}
