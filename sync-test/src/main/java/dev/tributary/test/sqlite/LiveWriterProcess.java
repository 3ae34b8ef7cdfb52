package dev.tributary.test.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * The other process of {@link LiveWriter}: opens the file as the app does and commits until its
 * standard input ends.
 */
final class LiveWriterProcess {
  private static final int ROWS = 40;
  private static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS live_till
        (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, note TEXT, updated_at INTEGER);
      CREATE TABLE IF NOT EXISTS live_entry
        (id INTEGER PRIMARY KEY AUTOINCREMENT, amount INTEGER, note TEXT);
      CREATE TABLE IF NOT EXISTS live_safe
        (id TEXT PRIMARY KEY, amount INTEGER NOT NULL, note TEXT, updated_at INTEGER)""";
  private static final String FILL =
      """
      WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1$d)
        INSERT OR IGNORE INTO live_till SELECT i, %2$d, '', 0 FROM n;
      WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1$d)
        INSERT OR IGNORE INTO live_safe SELECT 'safe-' || i, 0, '', 0 FROM n""";

  private final SqliteSession session;
  private final LiveWriter.Options options;
  private final Random random = new Random(1);
  private long[] commitMicros = new long[1024];
  private int commits;
  private int refused;

  // Written by the thread that watches standard input.
  private volatile boolean stopped;

  private LiveWriterProcess(SqliteSession session, LiveWriter.Options options) {
    this.session = session;
    this.options = options;
  }

  public static void main(String[] args) {
    LiveWriter.Options options =
        new LiveWriter.Options(
            JournalMode.valueOf(args[1]),
            Duration.ofNanos(Long.parseLong(args[2])),
            Integer.parseInt(args[3]),
            LiveWriter.Rollbacks.valueOf(args[4]));
    try (SqliteSession session = SqliteSession.open(Path.of(args[0]))) {
      new LiveWriterProcess(session, options).run();
    } catch (IllegalStateException e) {
      say("failed: " + e.getMessage());
    }
  }

  private void run() {
    prepare();
    commitOne();
    say("ready");
    watchInput();
    while (!stopped) {
      LockSupport.parkNanos(options.pause().toNanos());
      if (options.rollbacks() == LiveWriter.Rollbacks.SPILLING && random.nextInt(5) == 0) {
        rollBackOne();
      } else {
        commitOne();
      }
    }
    say(result());
  }

  private void prepare() {
    session.run("PRAGMA journal_mode = " + options.journalMode());
    session.run("PRAGMA busy_timeout = 5000");
    boolean wal = options.journalMode() == JournalMode.WAL;
    session.run("PRAGMA synchronous = " + (wal ? "NORMAL" : "FULL"));
    session.run("PRAGMA cache_size = " + (wal ? -2000 : 10));
    session.inTransaction(
        () -> {
          session.run(CREATE);
          session.run(FILL.formatted(ROWS, LiveWriter.TOTAL / ROWS));
        });
  }

  private void commitOne() {
    long start = System.nanoTime();
    try {
      session.inTransaction(this::moveSome);
      addCommit((System.nanoTime() - start) / 1000);
    } catch (IllegalStateException e) {
      refused++;
    }
  }

  private void moveSome() {
    int amount = random.nextInt(1000);
    String note = note();
    session.run(
        "UPDATE live_till SET amount = amount - ?, note = ?, updated_at = ? WHERE id = ?",
        amount,
        note,
        commits,
        1 + random.nextInt(ROWS));
    session.run("INSERT INTO live_entry (amount, note) VALUES (?, ?)", amount, note);
    session.run("DELETE FROM live_entry WHERE id < (SELECT max(id) FROM live_entry) - 200");
    session.run(
        "UPDATE live_safe SET amount = amount + ?, note = ? WHERE id = ?",
        amount,
        note,
        "safe-" + (1 + random.nextInt(ROWS)));
  }

  /** More changed pages than the cache holds, so they reach the file before they are undone. */
  private void rollBackOne() {
    try {
      session.run("BEGIN IMMEDIATE");
      session.run("UPDATE live_till SET amount = amount + 1, note = note || 'x'");
      session.run("UPDATE live_entry SET note = note || 'x'");
      session.run("ROLLBACK");
    } catch (IllegalStateException e) {
      refused++;
      session.run("ROLLBACK");
    }
  }

  private String note() {
    byte[] letters = new byte[options.rowBytes()];
    Arrays.fill(letters, (byte) ('a' + random.nextInt(26)));
    return new String(letters, StandardCharsets.US_ASCII);
  }

  private void addCommit(long micros) {
    if (commits == commitMicros.length) {
      commitMicros = Arrays.copyOf(commitMicros, commits * 2);
    }
    commitMicros[commits++] = micros;
  }

  private String result() {
    long[] sorted = Arrays.copyOf(commitMicros, commits);
    Arrays.sort(sorted);
    return "{\"commits\": %d, \"refused\": %d, \"worst_micros\": %d, \"median_micros\": %d}"
        .formatted(commits, refused, sorted[commits - 1], sorted[commits / 2]);
  }

  /** Also ends this process when the one that started it dies. */
  private void watchInput() {
    Thread watcher = new Thread(this::untilInputEnds, "live-writer-input");
    watcher.setDaemon(true);
    watcher.start();
  }

  private void untilInputEnds() {
    try {
      System.in.readAllBytes();
    } catch (IOException e) {
      say("failed: " + e.getMessage());
    } finally {
      stopped = true;
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
