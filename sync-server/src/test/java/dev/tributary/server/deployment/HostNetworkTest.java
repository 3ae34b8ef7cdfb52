package dev.tributary.server.deployment;

import static dev.tributary.server.deployment.FakeHost.DEPLOY;
import static dev.tributary.server.deployment.FakeHost.DEREGISTER;
import static dev.tributary.server.deployment.FakeHost.DROPLET;
import static dev.tributary.server.deployment.FakeHost.PLAIN;
import static dev.tributary.server.deployment.FakeHost.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.server.deployment.FakeHost.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a deployment changes in the host's network and in Docker's settings, and its way back. */
@Tag("machine")
final class HostNetworkTest {
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
            "ip -6 addr add 2001:db8::5/64 dev eth7",
            "ip -6 route add default via 2001:db8::1 dev eth7",
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
  void purgeTakesBackTheAddressAndTheRouteThatWereSet() throws IOException {
    Map<String, String> fresh = host.files();
    deployedOnADroplet();
    assertThat(host.files().get("run/ipv6-added"))
        .isEqualTo("addr 2001:db8::5/64 dev eth7\nroute default via 2001:db8::1 dev eth7\n");
    Ran dry = host.run(DEREGISTER, "--dry-run", "--confirm", "DEREGISTER", "--purge");
    assertThat(dry.said()).contains("would run: ip -6 addr del 2001:db8::5/64 dev eth7");
    assertThat(removals()).isEmpty();
    purged();
    assertThat(removals())
        .containsExactly(
            "ip -6 route del default via 2001:db8::1 dev eth7",
            "ip -6 addr del 2001:db8::5/64 dev eth7");
    assertThat(host.files()).isEqualTo(fresh);
  }

  @Test
  void anAddressThatWasThereBeforeStays() throws IOException {
    host.says("ADDRESS", "    inet6 2001:db8::5/64 scope global\n");
    deployedOnADroplet();
    assertThat(host.calls()).noneMatch(call -> call.startsWith("ip -6 addr add"));
    purged();
    assertThat(removals()).containsExactly("ip -6 route del default via 2001:db8::1 dev eth7");
  }

  /** Such as the session of the one who calls the script. */
  @Test
  void anAddressThatIsInUseStays() throws IOException {
    deployedOnADroplet();
    host.says("USED", "0 0 [2001:db8::5]:22 [2001:db8::9]:40000\n");
    assertThat(purged().said()).contains("2001:db8::5 stays until the restart");
    assertThat(removals()).isEmpty();
  }

  @Test
  void aRouteThatCannotBeSetLeavesNoAddressAndThePoolerIsUsed() throws IOException {
    host.isConfigured(PROJECT);
    host.answersMetadata(DROPLET);
    host.runsNodes();
    host.says("REFUSED", "");
    Ran ran = host.run(DEPLOY, "--yes");
    assertThat(ran.code()).as(ran.said()).isZero();
    assertThat(ran.said()).contains("File exists", "IPv6 not currently configured");
    assertThat(removals()).containsExactly("ip -6 addr del 2001:db8::5/64 dev eth7");
  }

  /** Docker forwards IPv6; such a host would lose its way out, at once and after each restart. */
  @Test
  void aHostThatHearsOfItsRouterGoesOnHearingWhileDockerForwards() throws IOException {
    Map<String, String> fresh = host.files();
    host.isConfigured(PLAIN);
    host.runsNodes();
    Path setting =
        host.hearsItsRouter(
            "default via fe80::1 dev ens5 proto ra metric 1024 expires 1798sec pref medium\n"
                + "default via fe80::2 dev eth9 proto static metric 1024\n",
            "ens5");
    assertThat(host.run(DEPLOY, "--dry-run").said()).contains("ens5 hears of its router");
    assertThat(host.run(DEPLOY, "--no-docker-config").said()).contains("left alone");
    assertThat(Files.readString(setting)).isEqualTo("1\n");

    assertThat(host.run(DEPLOY).code()).isZero();
    assertThat(Files.readString(setting)).isEqualTo("2\n");
    assertThat(host.files().get("etc/60-tributary.conf"))
        .isEqualTo("net/ipv6/conf/ens5/accept_ra = 2\n");
    purged();
    assertThat(host.files()).isEqualTo(fresh);
  }

  private void deployedOnADroplet() throws IOException {
    host.isConfigured(PROJECT);
    host.answersMetadata(DROPLET);
    host.runsNodes();
    Ran ran = host.run(DEPLOY, "--yes");
    assertThat(ran.code()).as(ran.said()).isZero();
  }

  private Ran purged() {
    Ran ran = host.run(DEREGISTER, "--confirm", "DEREGISTER", "--purge");
    assertThat(ran.code()).as(ran.said()).isZero();
    return ran;
  }

  private List<String> removals() throws IOException {
    return host.calls().stream().filter(call -> call.matches("ip -6 \\w+ del .*")).toList();
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
}
