package dev.tributary.server.demo;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncEngine;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.VerifyMode;
import dev.tributary.server.engine.EngineSession;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** A short run of everything without a word, so that the classes it needs can be recorded. */
public final class Rehearsal {
  private static final ClientName CLIENT = new ClientName("rehearsal");

  private Rehearsal() {}

  public static void run() throws IOException, SQLException {
    try (DemoFolder folder = DemoFolder.create()) {
      Path file = folder.path().resolve("webui.db");
      try (AppFile app = new AppFile(file, new AppContent(1))) {
        app.create(20);
      }
      try (EngineSession session = DemoStage.engineIn(folder.path())) {
        rehearse(session.engine(), file);
      }
    }
  }

  private static void rehearse(SyncEngine engine, Path file) throws SQLException {
    SyncRequest request = SyncRequest.of(CLIENT, file);
    engine.plan(request);
    engine.sync(request);
    try (AppFile app = new AppFile(file, new AppContent(2))) {
      app.changeTen();
    }
    engine.sync(request);
    engine.verify(CLIENT, file, VerifyMode.REPORT);
    engine.restore(CLIENT, file.resolveSibling("restored.db"));
  }
}
