package dev.tributary.server.demo;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncEngine;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.VerifyMode;
import dev.tributary.server.engine.EngineSession;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A short run of everything without a word, so that the classes it needs can be recorded. */
public final class Rehearsal {
  private static final ClientName CLIENT = new ClientName("rehearsal");
  private static final ClientName LARGE = new ClientName("large");

  private Rehearsal() {}

  /**
   * @return what became of the load of a large file, which takes a way of its own
   */
  public static SyncReport run() throws IOException, SQLException {
    try (DemoFolder folder = DemoFolder.create()) {
      Path file = folder.path().resolve("webui.db");
      Path large = large(folder.path().resolve("large.db"));
      try (AppFile app = new AppFile(file, new AppContent(1));
          EngineSession session = DemoStage.engineIn(folder.path())) {
        app.create(20);
        rehearse(session.engine(), file, app);
        return session.engine().sync(SyncRequest.of(LARGE, large));
      }
    }
  }

  private static void rehearse(SyncEngine engine, Path file, AppFile app) throws SQLException {
    SyncRequest request = SyncRequest.of(CLIENT, file);
    engine.plan(request);
    engine.sync(request);
    app.changeTen();
    engine.sync(request);
    engine.verify(CLIENT, file, VerifyMode.REPORT);
    engine.restore(CLIENT, file.resolveSibling("restored.db"));
  }

  private static Path large(Path file) throws SQLException {
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = sqlite.createStatement()) {
      statement.execute("CREATE TABLE event (id INTEGER PRIMARY KEY, reading REAL, body TEXT)");
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)"
              + " INSERT INTO event SELECT i, i / 3.0, hex(zeroblob(25000)) FROM n");
    }
    return file;
  }
}
