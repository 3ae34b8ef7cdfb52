package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.DiscoveredSource;
import dev.tributary.core.SourceDiscovery;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of many customers, found by a pattern. */
final class SourceDiscoveryTest {
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  @TempDir static Path data;
  private static EngineTarget target;
  private static SourceDiscovery discovery;
  @TempDir Path opt;

  @BeforeAll
  static void open() {
    target = EngineTarget.create(data);
    discovery = new SourceDiscovery(target.connections(), EngineTarget.CLUSTER);
  }

  @AfterAll
  static void close() {
    target.close();
  }

  @BeforeEach
  void forgetClients() {
    target
        .query("SELECT client_name FROM sync_metadata.client_deployments")
        .forEach(
            name -> target.execute("SELECT sync_metadata.deregister_client('" + name + "', true)"));
  }

  private SqliteApp app(String customer) {
    try {
      Path file = Files.createDirectories(opt.resolve(customer + "/data")).resolve("webui.db");
      return new SqliteApp(file)
          .run("CREATE TABLE note (id INTEGER PRIMARY KEY)", "INSERT INTO note VALUES (1), (2)");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<DiscoveredSource> look() {
    return discovery.look(opt + "/*/data/webui.db", "{1}");
  }

  private List<String> seen() {
    return look().stream().map(found -> found.kind() + " " + found.client()).toList();
  }

  private void adoptAll() {
    look().stream()
        .filter(found -> found.kind() == DiscoveredSource.Kind.NEW)
        .forEach(found -> discovery.adopt(found, INTERVAL, "ann"));
  }

  private void sync(String client, SqliteApp app) {
    assertThat(target.engine().sync(SyncRequest.of(new ClientName(client), app.file())).outcome())
        .isEqualTo(SyncOutcome.COMPLETE);
  }

  @Test
  void newFilesAreNamedAfterTheirFoldersAndLookingChangesNothing() {
    app("Acme Corp");
    app("beta");
    assertThat(seen()).containsExactly("NEW acme-corp", "NEW beta");
    assertThat(target.query("SELECT 1 FROM sync_metadata.client_deployments")).isEmpty();
    adoptAll();
    assertThat(seen()).containsExactly("KNOWN acme-corp", "KNOWN beta");
    assertThat(
            target.query(
                "SELECT client_name, sync_enabled, sync_interval FROM"
                    + " sync_metadata.client_deployments ORDER BY 1"))
        .containsExactly("acme-corp|f|300", "beta|f|300");
  }

  @Test
  void aRenamedFolderIsFollowedByItsClient() throws IOException {
    SqliteApp app = app("acme");
    adoptAll();
    sync("acme", app);
    Files.move(opt.resolve("acme"), opt.resolve("acme-2"));
    DiscoveredSource found = look().get(0);
    assertThat(found.kind()).isEqualTo(DiscoveredSource.Kind.RENAMED);
    assertThat(found.client()).isEqualTo("acme");
    assertThat(look()).hasSize(1);
    discovery.adopt(found, INTERVAL, "ann");
    assertThat(seen()).containsExactly("KNOWN acme");
    sync("acme", new SqliteApp(found.file()).run("INSERT INTO note VALUES (3)"));
    assertThat(target.query("SELECT count(*) FROM client_acme.note")).containsExactly("3");
  }

  @Test
  void replacedAndVanishedFilesAreToldAndWaitForAPerson() throws IOException {
    SqliteApp acme = app("acme");
    SqliteApp beta = app("beta");
    adoptAll();
    sync("acme", acme);
    sync("beta", beta);
    Path other = opt.resolve("other.db");
    new SqliteApp(other).run("CREATE TABLE note (id INTEGER PRIMARY KEY)");
    Files.move(other, acme.file(), StandardCopyOption.REPLACE_EXISTING);
    Files.delete(beta.file());
    assertThat(seen()).containsExactly("REPLACED acme", "VANISHED beta");
    assertThat(look()).allMatch(DiscoveredSource::waits);
    assertThatThrownBy(() -> discovery.adopt(look().get(0), INTERVAL, "ann"))
        .hasMessageContaining("another file than the one that was synced");
  }

  @Test
  void whatCannotBecomeAClientIsRefusedWithTheReason() throws IOException {
    app("acme");
    adoptAll();
    Files.move(opt.resolve("acme"), opt.resolve("moved-away-unsynced"));
    app("acme 2");
    app("acme-2");
    Files.writeString(
        Files.createDirectories(opt.resolve("text/data")).resolve("webui.db"),
        "no database at all");
    app("-odd");
    Files.createSymbolicLink(opt.resolve("zlink"), opt.resolve("acme 2"));
    assertThat(look())
        .extracting(found -> found.kind() + " " + found.client() + " " + found.note())
        .anyMatch(line -> line.startsWith("NEW acme-2"))
        .anyMatch(
            line -> line.startsWith("REFUSED acme-2 another file that was found has this name"))
        .anyMatch(line -> line.startsWith("REFUSED text "))
        .anyMatch(line -> line.startsWith("REFUSED -odd ") && line.contains("[a-z0-9]"))
        .anyMatch(line -> line.startsWith("REFUSED zlink it is the same file"))
        .anyMatch(line -> line.startsWith("NEW moved-away-unsynced"))
        .anyMatch(line -> line.startsWith("VANISHED acme "))
        .hasSize(7);
  }

  @Test
  void aPatternThatIsNoneIsRefused() {
    for (String bad : List.of("opt/*", "/opt/**/x.db", "/opt/[ab].db", "/opt/{a,b}.db")) {
      assertThatThrownBy(() -> discovery.look(bad, "{1}"))
          .as(bad)
          .isInstanceOf(ConfigurationInvalid.class)
          .hasMessageContaining(bad);
    }
    assertThatThrownBy(() -> discovery.look("/opt/*/x.db", "{2}"))
        .hasMessageContaining("'{2}' is no name");
    assertThatThrownBy(() -> discovery.look("/opt/*/x.db", "fixed"))
        .hasMessageContaining("'fixed' is no name");
  }
}
