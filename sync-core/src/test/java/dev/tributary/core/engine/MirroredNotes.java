package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.conflict.ConfiguredConflicts;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.util.List;

/** An app with notes, mirrored whole; from then on the rules that are built in decide conflicts. */
record MirroredNotes(EngineTarget target, SqliteApp app) implements AutoCloseable {

  static MirroredNotes in(Path directory) {
    SqliteApp app = new SqliteApp(directory.resolve("app.db"));
    EngineTarget target = EngineTarget.create(directory.resolve("data"));
    app.run(
        "CREATE TABLE note (id TEXT PRIMARY KEY, body TEXT, n INTEGER, chat JSON,"
            + " updated_at INTEGER)",
        "INSERT INTO note VALUES ('a', '1', 10, '{\"m\": [1]}', 1000),"
            + " ('b', '2', 20, 'null', 1000), ('c', '3', 30, NULL, 1000)",
        "CREATE TABLE plain (id INTEGER PRIMARY KEY, body TEXT)",
        "INSERT INTO plain VALUES (1, 'p')");
    assertThat(target.sync(app.file()).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    target.decidingBy(ConfiguredConflicts.builtIn());
    return new MirroredNotes(target, app);
  }

  Path file() {
    return app.file();
  }

  SyncReport sync() {
    return target.sync(app.file());
  }

  SyncRequest request() {
    return SyncRequest.of(EngineTarget.ACME, app.file());
  }

  void assertNothingIsLeftToDo() {
    SyncReport full = target.engine().sync(request().withMode(SyncMode.FULL));
    assertThat(full.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(full.rowsChanged() + full.conflicts() + full.resolved()).isZero();
  }

  List<String> bodies() {
    return target.query("SELECT id, body FROM client_acme.note ORDER BY id");
  }

  List<String> log(String columns) {
    return target.query(
        "SELECT " + columns + " FROM sync_metadata.conflict_log ORDER BY detected_at, log_id");
  }

  @Override
  public void close() {
    target.close();
  }
}
