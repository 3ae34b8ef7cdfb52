package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SyncFailure;
import dev.tributary.api.SyncListener;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each run ends with exactly one word to its listener. */
final class ListenerTest {
  @TempDir Path directory;

  private final List<Object> heard = new ArrayList<>();
  private EngineTarget target;

  @BeforeEach
  void start() {
    target = EngineTarget.create(directory.resolve("data")).heardBy(new Hearing());
  }

  @AfterEach
  void stop() {
    target.close();
  }

  @Test
  void aRunThatEndedIsHeardOnce() throws Exception {
    assertThat(target.sync(source()).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(heard)
        .singleElement()
        .isInstanceOfSatisfying(
            SyncReport.class, report -> assertThat(report.rowsChanged()).isEqualTo(1));
  }

  @Test
  void aRunThatFailedIsHeardOnceWithTheReasonThatItsCallerSees() throws Exception {
    Path noDatabase = Files.writeString(directory.resolve("app.db"), "not a database at all");
    assertThatThrownBy(() -> target.sync(noDatabase))
        .isInstanceOfSatisfying(
            ConfigurationInvalid.class,
            thrown ->
                assertThat(heard)
                    .singleElement()
                    .isInstanceOfSatisfying(
                        SyncFailure.class,
                        failure -> {
                          assertThat(failure.client()).isEqualTo(EngineTarget.ACME);
                          assertThat(failure.cause()).isSameAs(thrown);
                          assertThat(failure.took()).isPositive();
                          assertThat(failure.isLostLeadership()).isFalse();
                        }));
  }

  @Test
  void aListenerThatThrowsHidesNeitherReportNorReason() throws Exception {
    target.heardBy(
        new SyncListener() {
          @Override
          public void finished(SyncReport report) {
            throw new NoClassDefFoundError("a listener's fault");
          }

          @Override
          public void failed(SyncFailure failure) {
            throw new IllegalStateException("a listener's fault");
          }
        });
    assertThat(target.sync(source()).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    Path noDatabase = Files.writeString(directory.resolve("other.db"), "not a database at all");
    assertThatThrownBy(() -> target.sync(noDatabase)).isInstanceOf(ConfigurationInvalid.class);
  }

  @Test
  void aCallThatTheEngineRefusesIsNoRun() throws Exception {
    Path source = source();
    target.engine().close();
    assertThatThrownBy(() -> target.sync(source)).isInstanceOf(ConfigurationInvalid.class);
    assertThat(heard).isEmpty();
  }

  private Path source() {
    Path file = directory.resolve("app.db");
    new SqliteApp(file)
        .run(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
            "INSERT INTO note VALUES (1, 'first')");
    return file;
  }

  private final class Hearing implements SyncListener {
    @Override
    public void finished(SyncReport report) {
      heard.add(report);
    }

    @Override
    public void failed(SyncFailure failure) {
      heard.add(failure);
    }
  }
}
