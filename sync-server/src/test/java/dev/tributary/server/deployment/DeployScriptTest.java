package dev.tributary.server.deployment;

import static dev.tributary.server.deployment.FakeHost.DEPLOY;
import static dev.tributary.server.deployment.FakeHost.DEREGISTER;
import static dev.tributary.server.deployment.FakeHost.DROPLET;
import static dev.tributary.server.deployment.FakeHost.PLAIN;
import static dev.tributary.server.deployment.FakeHost.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.deployment.FakeHost.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * deploy-sync-cluster.sh and deregister-cluster.sh on a host whose tools write down their calls.
 */
@Tag("machine")
final class DeployScriptTest {
  @TempDir Path directory;
  private FakeHost host;

  @BeforeEach
  void prepare() throws IOException {
    host = new FakeHost(directory);
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void aFreshHostGetsSettingsToFillInAndNothingElse() throws IOException {
    Ran ran = host.run(DEPLOY);
    assertThat(ran.code()).as(ran.said()).isEqualTo(1);
    assertThat(ran.said()).contains("fill in CLUSTER_NAME and SUPABASE_PROJECT_REF");
    Path settings = host.docker.resolve(".env");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
        .isEqualTo("rw-------");
    assertThat(host.calls()).isEmpty();
  }

  @Test
  void aDryRunChangesNothing() throws IOException {
    host.isConfigured(PROJECT);
    host.answersMetadata(DROPLET);
    Map<String, String> before = host.files();
    Ran ran = host.run(DEPLOY, "--dry-run");
    assertThat(ran.code()).as(ran.said()).isZero();
    assertThat(ran.said())
        .contains(
            "would run: ip -6 addr add 2001:db8::5/64 dev eth7",
            "would run: as_administrator db install",
            "nothing was changed");
    assertThat(host.files()).isEqualTo(before);
    assertThat(host.calls())
        .noneMatch(
            call -> call.matches("docker (run|compose .*up|build).*|ip \\S+ \\S+ (add|del) .*"));
  }

  @Test
  void secretsAreInFilesAndInNoCall() throws IOException {
    host.isConfigured(PLAIN);
    host.runsNodes();
    Ran ran = host.run(DEPLOY);
    assertThat(ran.code()).as(ran.said()).isZero();
    Path secrets = host.docker.resolve("secrets");
    String drawn = Files.readString(secrets.resolve("database_password")).strip();
    assertThat(drawn).hasSize(32);
    assertThat(Files.readString(secrets.resolve("api_tokens")))
        .isEqualTo("operator admin sha256:00ff\n");
    for (String name : List.of("database_password", "api_tokens", "operator_token")) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.resolve(name))))
          .isEqualTo("r--------");
    }
    assertThat(String.join("\n", host.calls()) + ran.said())
        .doesNotContain(drawn, "adm1n-s3cret", "t0ken-s3cret");
    assertThat(host.files().get("docker/.env")).doesNotContain(drawn);

    host.run(DEPLOY);
    assertThat(Files.readString(secrets.resolve("database_password")).strip()).isEqualTo(drawn);
  }

  @Test
  void aPasswordInAnAddressIsRefusedWithoutShowingIt() throws IOException {
    host.isConfigured(
        "CLUSTER_NAME=prod", "DATABASE_URL=postgresql://u:oops-s3cret@h/app", PLAIN[2]);
    Ran ran = host.run(DEPLOY);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.said()).contains("holds a password").doesNotContain("oops");
    assertThat(host.calls()).isEmpty();
  }

  @Test
  void aClosedDatabaseIsSaidWithWhatWasTriedAndNothingIsInstalled() throws IOException {
    host.isConfigured(PROJECT);
    host.says("CONNECTION", "no way to the database is open from here\n");
    Ran ran = host.run(DEPLOY);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.said()).contains("no way to the database is open from here");
    assertThat(host.calls()).noneMatch(call -> call.contains("db install"));
  }

  /** The address of the database names the certificate, so that each container needs it. */
  @Test
  void theProjectsCertificateIsInEachContainerThatAsksTheDatabase() throws IOException {
    host.isConfigured(PROJECT[0], PROJECT[1], PROJECT[2], "SUPABASE_CA_FILE=/etc/ssl/project.pem");
    host.runsNodes();
    assertThat(host.run(DEPLOY).code()).isZero();
    host.run("sync-client-to-supabase.sh", "acme");
    host.run("test-security.sh");
    host.run(DEREGISTER, "--confirm", "DEREGISTER", "--keep");
    assertThat(host.calls())
        .filteredOn(call -> call.startsWith("docker run ") && !call.contains("--network none"))
        .hasSizeGreaterThan(6)
        .allMatch(call -> call.contains("--volume /etc/ssl/project.pem:/etc/ssl/project.pem:ro"));
  }

  @Test
  void aClusterWithSyncedClientsIsNotStopped() throws IOException {
    host.isConfigured(PLAIN);
    host.says(
        "REFUSAL", "tributary: cluster prod still syncs: acme (active, last sync success).\n");
    Ran ran = host.run(DEREGISTER, "--confirm", "DEREGISTER", "--purge");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.said()).contains("acme (active", "nothing was changed");
    assertThat(host.calls()).noneMatch(call -> call.matches(".* (stop|down)( .*)?"));
  }

  @Test
  void anotherWordThanDeregisterChangesNothing() throws IOException {
    host.isConfigured(PLAIN);
    Ran ran = host.run(DEREGISTER, "--confirm", "deregister");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.said()).contains("'deregister' is not DEREGISTER");
    assertThat(host.calls()).noneMatch(call -> call.matches(".* (stop|down)( .*)?"));
  }

  @Test
  void nodesAreStoppedBeforeTheClusterGoesAndPurgeLeavesNoFile() throws IOException {
    Map<String, String> fresh = host.files();
    host.isConfigured(PLAIN);
    host.runsNodes();
    assertThat(host.run(DEPLOY).code()).isZero();
    Ran ran = host.run(DEREGISTER, "--confirm", "DEREGISTER", "--purge");
    assertThat(ran.code()).as(ran.said()).isZero();
    List<String> calls = host.calls();
    int stop = indexOf(calls, " stop");
    int gone = indexOf(calls, "cluster deregister --confirm DEREGISTER");
    assertThat(stop).isPositive().isLessThan(gone);
    assertThat(indexOf(calls, "down --volumes --remove-orphans")).isGreaterThan(gone);
    assertThat(host.files()).isEqualTo(fresh);
  }

  /** A first deployment that failed at the database, or a database that is lost. */
  @Test
  void whatIsOnTheHostCanGoWithoutADatabase() throws IOException {
    Map<String, String> fresh = host.files();
    host.isConfigured(PLAIN);
    host.says("REFUSAL", "tributary: cannot read the version of sync_metadata\n");
    Ran ran = host.run(DEREGISTER, "--confirm", "DEREGISTER", "--purge");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.said()).contains("cannot be looked at", "--local");
    ran = host.run(DEREGISTER, "--confirm", "DEREGISTER", "--local");
    assertThat(ran.code()).as(ran.said()).isZero();
    assertThat(host.calls().stream().filter(call -> call.contains("cluster deregister")))
        .hasSize(1);
    assertThat(indexOf(host.calls(), "down --volumes --remove-orphans")).isPositive();
    assertThat(host.files()).isEqualTo(fresh);
  }

  @Test
  void aNodeThatDoesNotRunPassesNoCheck() throws IOException {
    host.isConfigured(PLAIN);
    Ran ran = host.run("test-security.sh");
    assertThat(ran.code()).as(ran.said()).isEqualTo(1);
    assertThat(ran.said())
        .contains("FAIL  openwebui-sync-node-a: runs")
        .doesNotContain("PASS  openwebui-sync-node");
  }

  @Test
  void aWrongWordOnTheCommandLineEndsWith64() {
    for (String script : List.of(DEPLOY, DEREGISTER, "sync-client-to-supabase.sh")) {
      assertThat(host.run(script, "--nonsense").code()).as(script).isEqualTo(64);
    }
  }

  private static int indexOf(List<String> calls, String end) {
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).endsWith(end)) {
        return i;
      }
    }
    return -1;
  }
}
