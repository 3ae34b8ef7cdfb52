package dev.tributary.test.sqlite;

/** What an application may do to its file; the weight is the share among the others. */
public enum OperationKind {
  /** A change that a watermark on {@code updated_at} would miss. */
  UPDATE_IN_PLACE(10),
  UPDATE_WITH_TIME(8),
  INSERT(8),
  INSERT_CORNER(5),
  INSERT_OR_REPLACE(5),
  UPSERT(5),
  DELETE_ONE(9),
  DELETE_MANY(4),
  CHANGE_KEY(4),
  SWAP_UNIQUE(3),
  BULK_UPDATE(3),
  SAVEPOINT(3),
  ROLLBACK(4),
  ADD_COLUMN(2),
  DROP_COLUMN(2),
  RENAME_COLUMN(2),
  RENAME_TABLE(1),
  CREATE_TABLE(2),
  DROP_TABLE(1),
  REBUILD_TABLE(2),
  CREATE_INDEX(2),
  DROP_INDEX(1),
  VACUUM(1),
  INCREMENTAL_VACUUM(1),
  /** Only in rollback mode: SQLite keeps the page size of a WAL file. */
  CHANGE_PAGE_SIZE(1);

  private final int weight;

  OperationKind(int weight) {
    this.weight = weight;
  }

  int weight() {
    return weight;
  }

  /** These cannot run inside a transaction. */
  boolean standsAlone() {
    return this == VACUUM || this == INCREMENTAL_VACUUM || this == CHANGE_PAGE_SIZE;
  }

  boolean addsRows() {
    return this == INSERT || this == INSERT_CORNER;
  }
}
