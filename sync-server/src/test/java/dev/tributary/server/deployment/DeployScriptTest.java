package dev.tributary.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.server.deployment.FakeHost.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
  private static final String DEPLOY = "deploy-sync-cluster.sh";
  private static final String DEREGISTER = "deregister-cluster.sh";
  private static final String[] PROJECT = {
    "CLUSTER_NAME=prod", "SUPABASE_PROJECT_REF=abcdefgh", "SUPABASE_REGION=aws-0-eu-central-1"
  };
  private static final String[] PLAIN = {
    "CLUSTER_NAME=prod",
    "DATABASE_URL=postgresql://sync_service@db.example.org:5432/app",
    "DATABASE_ADMIN_URL=postgresql://postgres@db.example.org:5432/app"
  };
  private static final Map<String, String> DROPLET =
      Map.of(
          "/metadata/v1/id", "12345",
          "/metadata/v1/interfaces/public/0/ipv6/address", "2001:db8::5",
          "/metadata/v1/interfaces/public/0/ipv6/cidr", "64",
          "/metadata/v1/interfaces/public/0/ipv6/gateway", "2001:db8::1");

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
            "would run: ip -6 addr replace 2001:db8::5/64 dev eth7",
            "would run: as_administrator db install",
            "nothing was changed");
    assertThat(host.files()).isEqualTo(before);
    assertThat(host.calls())
        .noneMatch(call -> call.matches("docker (run|compose .*up|build).*|ip .*(add|replace).*"));
  }

  @Test
  void aDropletGetsIpv6AndDockerItsPartOnce() throws IOException {
    host.isConfigured(PROJECT);
    host.answersMetadata(DROPLET);
    host.runsNodes();
    Files.createDirectories(host.daemonJson().getParent());
    String own = "{\"log-driver\": \"local\", \"fixed-cidr-v6\": \"fd99::/80\"}";
    Files.writeString(host.daemonJson(), own);

    Ran ran = host.run(DEPLOY, "--yes");
    assertThat(ran.code()).as(ran.said()).isZero();
    assertThat(ran.said())
        .contains("provider: digitalocean", "cluster prod runs, openwebui-sync-node-a leads");
    assertThat(host.calls())
        .contains(
            "ip -6 addr replace 2001:db8::5/64 dev eth7",
            "ip -6 route replace default via 2001:db8::1 dev eth7",
            "systemctl restart docker");
    JsonNode daemon = new ObjectMapper().readTree(host.daemonJson().toFile());
    assertThat(daemon.path("ipv6").asBoolean()).isTrue();
    assertThat(daemon.path("ip6tables").asBoolean()).isTrue();
    assertThat(daemon.path("log-driver").asText()).isEqualTo("local");
    assertThat(daemon.path("fixed-cidr-v6").asText()).isEqualTo("fd99::/80");
    assertThat(host.files())
        .containsEntry("etc/daemon.json.before-tributary", own)
        .hasEntrySatisfying(
            "docker/.env",
            text ->
                assertThat(text)
                    .contains(
                        "DATABASE_URL=postgresql://sync_service@db.abcdefgh.supabase.co:5432/"));

    Map<String, String> after = host.files();
    Ran again = host.run(DEPLOY, "--yes");
    assertThat(again.code()).as(again.said()).isZero();
    assertThat(host.files()).isEqualTo(after);
    assertThat(host.calls()).containsOnlyOnce("systemctl restart docker");
  }

  @Test
  void withoutIpv6ThePoolerIsUsedAndTheWayToIpv6IsSaid() throws IOException {
    host.isConfigured(PROJECT);
    host.answersMetadata(Map.of("/latest/api/token", "t", "/latest/meta-data/instance-id", "i-1"));
    host.runsNodes();
    host.says(
        "CONNECTION",
        "use postgresql://sync_service.abcdefgh@aws-0-eu-central-1.pooler.supabase.com:5432/postgres\n");
    Ran ran = host.run(DEPLOY);
    assertThat(ran.code()).as(ran.said()).isZero();
    assertThat(ran.said())
        .contains("provider: aws", "IPv6 not currently configured", "subnet and instance IPv6");
    assertThat(host.calls()).noneMatch(call -> call.startsWith("systemctl"));
    assertThat(host.calls())
        .anyMatch(call -> call.contains("db role --cluster prod --name sync_service "));
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
  void purgeGivesDockerItsFileBackToTheLetter() throws IOException {
    Files.createDirectories(host.daemonJson().getParent());
    Files.writeString(host.daemonJson(), "{ \"log-driver\":\"local\",  \"ipv6\": false }");
    Map<String, String> fresh = host.files();
    assertThat(deployedOverIpv6AndRemoved("--purge").said()).contains("Docker's settings");
    assertThat(host.files()).isEqualTo(fresh);
    assertThat(host.calls().stream().filter("systemctl restart docker"::equals)).hasSize(2);
  }

  @Test
  void purgeRemovesAFileThatWasNotThere() throws IOException {
    Map<String, String> fresh = host.files();
    deployedOverIpv6AndRemoved("--purge");
    assertThat(host.files()).isEqualTo(fresh);
  }

  @Test
  void whatOthersChangedInDockersFileSinceStays() throws IOException {
    host.isConfigured(PROJECT);
    host.hasIpv6();
    host.runsNodes();
    Files.createDirectories(host.daemonJson().getParent());
    Files.writeString(host.daemonJson(), "{\"ipv6\": false, \"log-level\": \"warn\"}");
    assertThat(host.run(DEPLOY, "--yes").code()).isZero();
    ObjectMapper json = new ObjectMapper();
    ObjectNode changed = (ObjectNode) json.readTree(host.daemonJson().toFile());
    changed.put("log-level", "debug").put("fixed-cidr-v6", "fd55::/64").put("debug", true);
    Files.writeString(host.daemonJson(), changed.toString());

    Ran dry = host.run(DEREGISTER, "--dry-run", "--confirm", "DEREGISTER", "--purge");
    assertThat(dry.said()).contains("would take IPv6 out of");
    assertThat(Files.readString(host.daemonJson())).isEqualTo(changed.toString());
    Ran ran = host.run(DEREGISTER, "--confirm", "DEREGISTER", "--purge");
    assertThat(ran.said()).contains("their changes stay");
    assertThat(json.readTree(host.daemonJson().toFile()))
        .isEqualTo(
            json.readTree(
                "{\"ipv6\": false, \"log-level\": \"debug\", \"fixed-cidr-v6\": \"fd55::/64\","
                    + " \"debug\": true}"));
    assertThat(host.files().keySet()).noneMatch(name -> name.contains("before-tributary"));
  }

  @Test
  void dockersFileStaysWhereItIsAskedFor() throws IOException {
    deployedOverIpv6AndRemoved("--purge", "--no-docker-config");
    assertThat(Files.readString(host.daemonJson())).contains("ip6tables");
  }

  private Ran deployedOverIpv6AndRemoved(String... words) throws IOException {
    host.isConfigured(PROJECT);
    host.hasIpv6();
    host.runsNodes();
    Ran deployed = host.run(DEPLOY, "--yes");
    assertThat(deployed.code()).as(deployed.said()).isZero();
    assertThat(Files.readString(host.daemonJson())).contains("ip6tables");
    Ran ran =
        host.run(
            DEREGISTER,
            Stream.concat(Stream.of("--confirm", "DEREGISTER"), Stream.of(words))
                .toArray(String[]::new));
    assertThat(ran.code()).as(ran.said()).isZero();
    return ran;
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
