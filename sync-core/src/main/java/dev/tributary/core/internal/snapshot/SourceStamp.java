package dev.tributary.core.internal.snapshot;

import java.time.Duration;
import java.util.Optional;

/**
 * Everything cheap that changes when somebody writes: stats and headers of a file and its
 * companions.
 *
 * <p>Two equal stamps prove that nothing was written between them only if the first was {@link
 * #calmAt calm}: a write within the same tick of the file system's clock leaves no trace.
 *
 * @param shmHead the first half of the wal index, which changes with each commit in WAL mode
 */
record SourceStamp(
    FileStat database, Header header, Companion journal, Companion wal, Optional<String> shmHead) {

  /** Before the file's identity in the text. */
  static final String FILE = "file=";

  private static final String FINISHED_JOURNAL = "00".repeat(8);
  private static final long CALM_NANOS = Duration.ofMillis(20).toNanos();
  private static final long SETTLED_NANOS = Duration.ofSeconds(2).toNanos();

  /** Whether any write from now on would get another time. A time in the future is another, too. */
  boolean calmAt(long nowNanos) {
    long touched = Math.max(dataTouchedNanos(), written(journal));
    return Math.abs(nowNanos - touched) >= CALM_NANOS;
  }

  /**
   * The same question with git's margin, for a proof that outlives this process. A journal alone
   * holds no committed data.
   */
  boolean settledAt(long nowNanos) {
    return nowNanos - dataTouchedNanos() >= SETTLED_NANOS;
  }

  private long dataTouchedNanos() {
    return Math.max(database.lastTouchedNanos(), written(wal));
  }

  /** Not the change time: SQLite sets it when it opens these files as root, without writing. */
  private static long written(Companion companion) {
    return companion.stat().size() > 0 ? companion.stat().modifiedNanos() : Long.MIN_VALUE;
  }

  /** As SQLite names it. Which rollback mode it is shows only in what is left of the journal. */
  String journalMode() {
    if (header.walMode()) {
      return "wal";
    }
    if (!journal.exists()) {
      return "delete";
    }
    if (journal.stat().size() == 0) {
      return "truncate";
    }
    return journal.head().startsWith(FINISHED_JOURNAL) ? "persist" : "delete";
  }

  /** Bytes of the file and all that has to be copied with it. */
  long bytes() {
    return database.size() + journal.stat().size() + wal.stat().size();
  }

  /** One line; equal lines mean equal stamps. */
  String text() {
    return "v1 %s%s size=%d mtime=%d ctime=%d header=%s journal=%s wal=%s"
        .formatted(
            FILE,
            database.key(),
            database.size(),
            database.modifiedNanos(),
            database.changedNanos(),
            header.hex(),
            journal.exists() ? journal.stat().size() : "-",
            walText());
  }

  /** An empty WAL holds nothing: readers alone create and remove it. */
  private String walText() {
    return wal.stat().size() > 0
        ? "%d,%d,%s shm=%s"
            .formatted(
                wal.stat().size(), wal.stat().modifiedNanos(), wal.head(), shmHead.orElse("-"))
        : "-";
  }
}
