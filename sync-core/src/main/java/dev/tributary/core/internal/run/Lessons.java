package dev.tributary.core.internal.run;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.catalog.Job;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the attempts of one run have learned, so that the next one does better. */
final class Lessons {
  private final Set<String> doubtedKeys = new HashSet<>();
  private final Set<String> largeRows = new HashSet<>();
  private final Set<String> doubtedPages = new HashSet<>();
  private final RejectedRows rejected = new RejectedRows();
  private final Optional<UUID> waitingJob;
  private boolean longValues;
  private boolean metClient;
  private Optional<Job> job = Optional.empty();

  /**
   * @param waitingJob recorded for this run before it began
   */
  Lessons(Optional<UUID> waitingJob) {
    this.waitingJob = waitingJob;
  }

  /** A key of the table did not fit its columns: the next plan looks at all of its keys. */
  void doubtKeys(String table) {
    if (!doubtedKeys.add(table)) {
      throw new ConfigurationInvalid(
          "keys of table %s change while it is read; sync again".formatted(table));
    }
  }

  boolean keysAreDoubted(String table) {
    return doubtedKeys.contains(table);
  }

  /** The table has rows that are too large to read: the next scan finds them first. */
  void expectLargeRows(String table) {
    largeRows.add(table);
  }

  boolean mayHoldLargeRows(String table) {
    return largeRows.contains(table);
  }

  /** SQLite read the table otherwise than we did: from now on it reads it alone. */
  void doubtPages(String table) {
    doubtedPages.add(table);
  }

  boolean pagesAreDoubted(String table) {
    return doubtedPages.contains(table);
  }

  /** A value did not fit an index: the next plan asks all indexes. False: it has asked already. */
  boolean expectLongValues() {
    boolean first = !longValues;
    longValues = true;
    return first;
  }

  boolean expectsLongValues() {
    return longValues;
  }

  /** The client was registered when the run began: if it is not any more, it has left. */
  void meetClient() {
    metClient = true;
  }

  boolean hasMetClient() {
    return metClient;
  }

  RejectedRows rejected() {
    return rejected;
  }

  Optional<UUID> waitingJob() {
    return waitingJob;
  }

  /** All attempts of a run are one job. */
  Optional<Job> job() {
    return job;
  }

  void job(Job started) {
    job = Optional.of(started);
  }
}
