package dev.tributary.server.demo;

import static dev.tributary.server.report.Quantities.bytes;
import static dev.tributary.server.report.Quantities.count;
import static dev.tributary.server.report.Quantities.counted;
import static dev.tributary.server.report.Quantities.duration;

import dev.tributary.api.ClientName;
import dev.tributary.api.RestoreReport;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.VerifyMode;
import dev.tributary.api.VerifyReport;
import dev.tributary.server.engine.EngineSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The acts of the demonstration, in their order: an app lives, we mirror it, and prove it. */
final class Demo {
  private static final ClientName CLIENT = new ClientName("demo");
  private static final int CHATS = 2_000;
  private static final int LIVE_SYNCS = 5;
  private static final int MOST_LOOKS = 4;
  private static final Duration SETTLED = Duration.ofMillis(2_100);

  private final Path file;
  private final EngineSession session;
  private final DemoCluster cluster;
  private final DemoLog log;

  Demo(Path file, EngineSession session, DemoCluster cluster, DemoLog log) {
    this.file = file;
    this.session = session;
    this.cluster = cluster;
    this.log = log;
  }

  void play() throws IOException, SQLException {
    try (AppProcess app = AppProcess.start(file)) {
      create(app);
      firstSync();
      nothingChanged();
      tenRowsChange(app);
      peopleWrite(app);
      leaderDies(app);
      upgrade(app);
      verify();
    }
    restore();
  }

  private void create(AppProcess app) throws IOException {
    app.order("create " + CHATS);
    log.tell(
        "an app of its own process",
        "%s, live, WAL journal, %s".formatted(counted(CHATS, "chat"), bytes(Files.size(file))));
  }

  private void firstSync() {
    SyncReport report = sync();
    log.tell(
        "first sync",
        "%s of %s in %s, %s sent"
            .formatted(
                counted(report.rowsRead(), "row"),
                counted(report.tables().size(), "table"),
                duration(report.took()),
                bytes(report.bytesSent())));
    log.number("rows", report.rowsRead());
    log.number("first_sync_ms", report.took().toMillis());
  }

  // Within two seconds of a write the file's times prove nothing, and the file is read again
  private void nothingChanged() throws IOException {
    SyncReport report = sync();
    for (int look = 1; look < MOST_LOOKS && report.outcome() != SyncOutcome.UNCHANGED; look++) {
      Pause.of(SETTLED);
      report = sync();
    }
    log.tell("nothing changed", "seen in %s, nothing sent".formatted(duration(report.took())));
    log.number("unchanged_ms", report.took().toMillis());
    log.require(report.outcome() == SyncOutcome.UNCHANGED, "an unchanged file was synced again");
  }

  private void tenRowsChange(AppProcess app) throws IOException {
    long touched = app.order("change").get(0);
    SyncReport report = sync();
    log.tell(
        "3 new, 5 edited, 2 deleted",
        "%s of %s travelled in %s, %s sent"
            .formatted(
                count(report.rowsChanged()),
                counted(report.rowsRead(), "row"),
                duration(report.took()),
                bytes(report.bytesSent())));
    log.more("no updated_at, no trigger; deletes are found too");
    log.number("ten_changes_ms", report.took().toMillis());
    log.number("ten_changes_rows", report.rowsChanged());
    log.require(
        report.rowsChanged() == touched,
        "%d rows changed, %d travelled".formatted(touched, report.rowsChanged()));
  }

  private void peopleWrite(AppProcess app) throws IOException {
    app.order("live");
    Duration longest = Duration.ZERO;
    long rows = 0;
    for (int i = 0; i < LIVE_SYNCS; i++) {
      SyncReport report = sync();
      rows += report.rowsChanged();
      longest = longest.compareTo(report.took()) < 0 ? report.took() : longest;
    }
    List<Long> told = app.order("quiet");
    sync();
    Duration slowest = Duration.ofNanos(told.get(1) * 1_000);
    log.tell(
        "people write meanwhile",
        "%s, %s while they did, %s at most each"
            .formatted(
                counted(LIVE_SYNCS, "sync"), counted(rows, "changed row"), duration(longest)));
    log.more(
        "%s of the app, all succeeded, the slowest took %s"
            .formatted(counted(told.get(0), "transaction"), duration(slowest)));
    log.number("app_transactions", told.get(0));
    log.number("app_slowest_ms", slowest.toMillis());
  }

  private void leaderDies(AppProcess app) throws IOException {
    app.order("live");
    sync();
    DemoCluster.Takeover takeover = cluster.killLeader();
    SyncReport first = sync();
    List<Long> told = app.order("quiet");
    sync();
    VerifyReport report = session.engine().verify(CLIENT, file, VerifyMode.REPORT);
    log.tell(
        "kill -9 of the leader",
        "%s led; %s leads %s later, while people write"
            .formatted(takeover.before(), takeover.after(), duration(takeover.took())));
    log.more(
        "its first sync brought %s; after the last one %s compared: %s"
            .formatted(
                counted(first.rowsChanged(), "changed row"),
                counted(report.cells(), "cell"),
                counted(report.differences(), "difference")));
    log.number("leader_before", takeover.before());
    log.number("leader_after", takeover.after());
    log.number("takeover_ms", takeover.took().toMillis());
    log.number("takeover_transactions", told.get(0));
    log.require(report.equal(), "after the takeover PostgreSQL differs from the file");
  }

  private void upgrade(AppProcess app) throws IOException {
    app.order("upgrade");
    SyncReport report = sync();
    log.tell(
        "the app upgrades itself",
        "ADD COLUMN, table rebuild, DROP COLUMN: followed in " + duration(report.took()));
    log.number("upgrade_ms", report.took().toMillis());
  }

  private SyncReport sync() {
    SyncReport report = session.sync(SyncRequest.of(CLIENT, file).withTriggeredBy("demo"));
    log.require(
        report.outcome() == SyncOutcome.COMPLETE || report.outcome() == SyncOutcome.UNCHANGED,
        "a sync ended as " + report.outcome() + report.holdReason().map(r -> ": " + r).orElse(""));
    return report;
  }

  private void verify() {
    VerifyReport report = session.engine().verify(CLIENT, file, VerifyMode.REPORT);
    log.tell(
        "verify",
        "%s compared with PostgreSQL in %s: %s"
            .formatted(
                counted(report.cells(), "cell"),
                duration(report.took()),
                counted(report.differences(), "difference")));
    log.number("verified_cells", report.cells());
    log.require(report.equal(), "PostgreSQL differs from the file");
  }

  private void restore() throws SQLException {
    Path restored = file.resolveSibling("restored.db");
    RestoreReport report = session.engine().restore(CLIENT, restored);
    log.tell(
        "restore",
        "a new SQLite file from PostgreSQL alone, %s in %s"
            .formatted(counted(report.rows(), "row"), duration(report.took())));
    FileComparison comparison = FileComparison.of(file, restored);
    log.tell(
        "compare",
        "by SQLite itself, type and bytes of %s in %s: %s"
            .formatted(
                counted(comparison.cells(), "cell"),
                counted(comparison.tables(), "table"),
                counted(comparison.differences().size(), "difference")));
    log.number("restore_ms", report.took().toMillis());
    log.number("compared_cells", comparison.cells());
    comparison.differences().forEach(difference -> log.require(false, difference));
    log.require(comparison.cells() > 0, "nothing was compared");
  }
}
