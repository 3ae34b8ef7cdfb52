package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.SyncOutcome;
import dev.tributary.core.ClientLifecycle;
import dev.tributary.core.Confirmation;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person says that a file that lost most of its rows is right as it is. */
final class HoldConfirmationTest {
  private static final String NOTES =
      "WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
          + " INSERT INTO note SELECT i, 'note ' || i FROM n";
  private static final String HOLD =
      "SELECT status, held_version IS NOT NULL, confirmed_version IS NOT NULL, confirmed_by"
          + " FROM sync_metadata.client_deployments";

  @TempDir Path directory;
  private EngineTarget target;
  private ClientLifecycle clients;
  private SqliteApp app;

  @BeforeEach
  void mirrorNotes() {
    app = new SqliteApp(directory.resolve("app.db"));
    target = EngineTarget.create(directory.resolve("data"));
    clients = new ClientLifecycle(target.connections(), EngineTarget.CLUSTER);
    app.run("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)", NOTES.formatted(1, 500));
    target.sync(app.file());
    app.run("DELETE FROM note WHERE id > 10");
    assertThat(target.sync(app.file()).outcome()).isEqualTo(SyncOutcome.ON_HOLD);
  }

  @AfterEach
  void close() {
    target.close();
  }

  private void confirm() {
    clients.confirmHold(EngineTarget.ACME, new Confirmation("acme"), "ann");
  }

  @Test
  void theNextRunFollowsTheVersionThatWasConfirmed() {
    assertThat(target.query(HOLD)).containsExactly("on_hold|t|f|null");
    confirm();
    assertThat(target.query(HOLD)).containsExactly("on_hold|t|t|ann");
    assertThat(target.sync(app.file()).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(count()).isEqualTo("10");
    assertThat(target.query(HOLD)).containsExactly("active|f|f|ann");
    assertThat(
            target.query("SELECT actor FROM sync_metadata.audit_log WHERE action = 'confirm_hold'"))
        .containsExactly("ann");
  }

  @Test
  void aConfirmationDoesNotCountForWhatTheFileBecomesLater() {
    confirm();
    app.run("DELETE FROM note WHERE id > 5");
    assertThat(target.sync(app.file()).outcome()).isEqualTo(SyncOutcome.ON_HOLD);
    assertThat(count()).isEqualTo("500");
    confirm();
    assertThat(target.sync(app.file()).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(count()).isEqualTo("5");
  }

  @Test
  void aConfirmationIsUsedUp() {
    confirm();
    target.sync(app.file());
    app.run("DELETE FROM note", NOTES.formatted(1, 500));
    target.allow(app.file());
    app.run("DELETE FROM note WHERE id > 10");
    assertThat(target.sync(app.file()).outcome()).isEqualTo(SyncOutcome.ON_HOLD);
  }

  @Test
  void aVanishedFileCannotBeConfirmed() throws IOException {
    Files.delete(app.file());
    assertThat(target.sync(app.file()).outcome()).isEqualTo(SyncOutcome.ON_HOLD);
    assertThatThrownBy(this::confirm)
        .hasMessageContaining("cannot be confirmed")
        .hasMessageContaining("is gone");
  }

  @Test
  void onlyAHoldIsConfirmedAndOnlyByItsName() {
    assertThatThrownBy(() -> clients.confirmHold(EngineTarget.ACME, new Confirmation("yes"), "ann"))
        .hasMessageContaining("typing acme");
    target.allow(app.file());
    assertThatThrownBy(this::confirm).hasMessageContaining("client acme is not on hold");
  }

  private String count() {
    return target.query("SELECT count(*) FROM client_acme.note").get(0);
  }
}
