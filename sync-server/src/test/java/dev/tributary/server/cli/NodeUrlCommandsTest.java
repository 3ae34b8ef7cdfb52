package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.node.TestCluster;
import dev.tributary.server.web.LocalNode;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that ask a node, over TLS and with a token, and know no database. */
final class NodeUrlCommandsTest {
  private static final String TOKEN = "a-token-that-nobody-guesses";
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path directory;
  private static TestCluster cluster;
  private static LocalNode node;
  private static Path token;
  private static Path authority;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    Path source = SourceFiles.small(directory.resolve("acme.db"));
    cluster.register("acme", source);
    token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    Path tokens = Files.writeString(directory.resolve("tokens"), "ann admin " + digest() + "\n");
    PemFiles pem = PemFiles.selfSigned(directory);
    authority = pem.certificate();
    node =
        LocalNode.start(
            cluster,
            "node-a",
            directory,
            Map.of(
                "RESTORE_DIRECTORY",
                Files.createDirectory(directory.resolve("restores")).toString(),
                "TOKENS_FILE",
                tokens.toString(),
                "TLS_CERTIFICATE",
                pem.certificate().toString(),
                "TLS_PRIVATE_KEY",
                pem.key().toString()));
    await().atMost(Duration.ofSeconds(20)).until(() -> cluster.leader().isPresent());
  }

  private static String digest() throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8));
    return "sha256:" + HexFormat.of().formatHex(hash);
  }

  @AfterAll
  static void end() {
    node.close();
    cluster.close();
  }

  private static String url() {
    return node.rest().url().replace("http://", "https://");
  }

  private static CommandRun ask(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--node", url(), "--token-file", token.toString()));
    all.addAll(List.of("--ca", authority.toString()));
    return CommandHere.bare(all.toArray(String[]::new));
  }

  @Test
  void clientsAreLookedAtAndSynced() {
    JsonNode acme = ask("client", "status", "--json").exits(0).json().at("/clients/0");
    assertThat(acme.get("client_name").asText()).isEqualTo("acme");
    assertThat(acme.get("target_schema").asText()).isEqualTo("client_acme");
    JsonNode job =
        ask("client", "sync", "--client", "acme", "--triggered-by", "ann", "--json")
            .exits(0)
            .json();
    assertThat(job.get("status").asText()).isEqualTo("success");
    assertThat(job.get("rows_synced").asLong()).isEqualTo(3);
    assertThat(job.get("triggered_by").asText()).isEqualTo("ann");
    assertThat(cluster.one("SELECT count(*) FROM client_acme.note")).isEqualTo("3");
    assertThat(ask("client", "jobs", "--client", "acme").exits(0).out())
        .contains(job.get("sync_id").asText());
  }

  @Test
  void theClusterAndItsStateAreLookedAt() {
    JsonNode status = ask("cluster", "status", "--json").exits(0).json();
    assertThat(status.get("leader_id").asText()).isEqualTo("node-a");
    assertThat(ask("cluster", "status").exits(0).out()).contains("node-a leads");
    JsonNode state = ask("state", "get", "deployment.acme", "--json").exits(0).json();
    assertThat(state.at("/value/sync_interval").asInt()).isEqualTo(300);
    assertThat(ask("state", "list", "deployment.").exits(0).out()).contains("deployment.acme");
  }

  @Test
  void aClientLivesByTheNodeAlone() throws Exception {
    Path file = directory.resolve("shop.db");
    new SqliteApp(file)
        .run(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                + " INSERT INTO note SELECT i, 'note' FROM n");
    JsonNode registered =
        of("register", "shop", "--source", file.toString(), "--interval", "1h", "--json")
            .exits(0)
            .json();
    assertThat(registered.get("sync_interval").asInt()).isEqualTo(3600);
    assertThat(registered.get("sync_enabled").asBoolean()).isFalse();
    of("sync", "shop").exits(0);
    assertThat(
            of("interval", "shop", "--every", "1d", "--json")
                .exits(0)
                .json()
                .get("sync_interval")
                .asInt())
        .isEqualTo(86_400);

    new SqliteApp(file).run("DELETE FROM note WHERE id > 10");
    assertThat(of("sync", "shop").exits(ExitCode.WAITING).out()).contains("490 of 500 rows");
    assertThat(of("confirm", "shop").exits(1).err()).contains("--confirm shop");
    of("confirm", "shop", "--confirm", "shop").exits(0);
    of("sync", "shop").exits(0);
    assertThat(cluster.one("SELECT count(*) FROM client_shop.note")).isEqualTo("10");

    assertThat(
            of("rename", "shop", "--to", "store", "--json")
                .exits(0)
                .json()
                .get("target_schema")
                .asText())
        .isEqualTo("client_store");
    assertThat(of("start", "store", "--json").exits(0).json().get("sync_enabled").asBoolean())
        .isTrue();
    of("pause", "store").exits(0);
    of("deregister", "store", "--confirm", "yes").exits(1);
    of("deregister", "store", "--confirm", "store").exits(0);
    assertThat(cluster.one("SELECT count(*) FROM client_store.note")).isEqualTo("10");
    assertThat(
            cluster.query(
                "SELECT DISTINCT actor FROM sync_metadata.audit_log"
                    + " WHERE action = 'deregister_client' AND client_name = 'store'"))
        .containsExactly("ann");
  }

  @Test
  void aClientIsVerifiedAndRestoredByTheNode() throws Exception {
    Path file = SourceFiles.small(directory.resolve("sure.db"));
    of("register", "sure", "--source", file.toString()).exits(0);
    of("sync", "sure").exits(0);
    cluster.execute(
        "SELECT set_config('tributary.apply', 'on', false);" // as a fault of ours would write
            + " UPDATE client_sure.note SET body = 'lost', _sync_xid = pg_current_xact_id()"
            + " WHERE id = 3");
    JsonNode differs = of("verify", "sure", "--json").exits(ExitCode.FAILED).json();
    assertThat(differs.get("equal").asBoolean()).isFalse();
    assertThat(differs.at("/tables/0/different").asLong()).isEqualTo(1);
    JsonNode repaired = of("verify", "sure", "--repair", "--json").exits(ExitCode.DONE).json();
    assertThat(repaired.get("equal").asBoolean()).isTrue();
    assertThat(repaired.at("/tables/0/repaired").asLong()).isEqualTo(1);
    assertThat(cluster.query("SELECT body FROM client_sure.note ORDER BY id"))
        .containsExactly("one", "", "drei \u00fc");
    of("verify", "sure").exits(ExitCode.DONE);
    assertThat(of("verify", "sure", "--source", file.toString()).exits(1).err())
        .contains("--source goes without --node");
    JsonNode restored = of("restore", "sure", "--to", "sure.new.db", "--json").exits(0).json();
    Path expected = directory.resolve("restores/sure.new.db");
    assertThat(restored.get("file").asText()).isEqualTo(expected.toString());
    assertThat(restored.get("rows").asLong()).isEqualTo(3);
    assertThat(expected).isRegularFile();
    assertThat(of("restore", "sure", "--to", "sure.new.db").exits(1).err())
        .contains("it exists, and restore never overwrites");
    for (String elsewhere : List.of("/etc/cron.d/x", "../x.db", "a/b.db")) {
      assertThat(of("restore", "sure", "--to", elsewhere).exits(1).err())
          .contains("--to " + elsewhere + " is a path");
    }

    cluster.execute("UPDATE client_sure.note SET body = 'theirs' WHERE id = 1");
    JsonNode kept = of("verify", "sure", "--repair", "--json").exits(ExitCode.FAILED).json();
    assertThat(kept.get("equal").asBoolean()).isFalse();
    assertThat(kept.at("/tables/0/different").asLong()).isEqualTo(1);
    assertThat(kept.at("/tables/0/repaired").asLong()).isZero();
    assertThat(kept.get("open_conflicts").asLong()).isEqualTo(1);
    assertThat(cluster.one("SELECT body FROM client_sure.note WHERE id = 1")).isEqualTo("theirs");
  }

  @Test
  void aMassDeleteIsAllowedOnceByTheNode() throws Exception {
    Path file = directory.resolve("mass.db");
    new SqliteApp(file)
        .run(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                + " INSERT INTO note SELECT i, 'note' FROM n");
    of("register", "mass", "--source", file.toString()).exits(0);
    of("sync", "mass").exits(0);
    new SqliteApp(file).run("DELETE FROM note WHERE id > 10");
    of("sync", "mass").exits(ExitCode.WAITING);
    of("sync", "mass", "--allow-mass-delete").exits(0);
    assertThat(cluster.one("SELECT count(*) FROM client_mass.note")).isEqualTo("10");
  }

  @Test
  void whatNeedsAnAdministratorIsRefusedByANodeThatIsNone() throws Exception {
    of("register", "stay", "--source", SourceFiles.small(directory.resolve("stay.db")).toString())
        .exits(0);
    assertThat(of("move", "stay", "--to-cluster", "else").exits(1).err())
        .contains("answers 422")
        .contains("administrator");
    assertThat(
            of(
                    "deregister",
                    "stay",
                    "--drop-schema",
                    "--confirm",
                    "stay",
                    "--confirm-drop",
                    "DELETE")
                .exits(1)
                .err())
        .contains("answers 422")
        .contains("administrator");
    of("status", "stay").exits(0);
  }

  private static CommandRun of(String command, String client, String... more) {
    List<String> all = new ArrayList<>(List.of("client", command, "--client", client));
    all.addAll(List.of(more));
    return ask(all.toArray(String[]::new));
  }

  @Test
  void aConflictIsDecidedByTheNode() throws Exception {
    Path file = SourceFiles.small(directory.resolve("both.db"));
    of("register", "both", "--source", file.toString()).exits(0);
    of("sync", "both").exits(0);
    cluster.execute("UPDATE client_both.note SET body = 'theirs' WHERE id = 1");
    new SqliteApp(file).run("UPDATE note SET body = 'ours' WHERE id = 1");
    cluster.execute(
        "UPDATE sync_metadata.client_deployments SET config = config"
            + " || '{\"conflicts\": {\"default_strategy\": \"manual\"}}' WHERE client_name = 'both'");
    of("sync", "both").exits(ExitCode.WAITING);
    JsonNode waiting =
        ask("conflicts", "list", "--client", "both", "--json").exits(ExitCode.WAITING).json();
    String id = waiting.at("/waiting/0/id").asText();
    assertThat(ask("conflicts", "show", id).exits(0).out()).contains("theirs");
    JsonNode decided = ask("conflicts", "resolve", id, "source", "--json").exits(0).json();
    assertThat(decided.get("state").asText()).isEqualTo("resolved");
    assertThat(cluster.one("SELECT body FROM client_both.note WHERE id = 1")).isEqualTo("ours");
    ask("conflicts", "list", "--client", "both").exits(0);
    ask("quarantine", "list").exits(0);
  }

  @Test
  void aValueIsWrittenIfItHasTheVersion() {
    assertThat(
            ask("state", "put", "banner", "\"ten\"", "--json")
                .exits(0)
                .json()
                .get("version")
                .asInt())
        .isEqualTo(1);
    assertThat(ask("state", "put", "banner", "\"eleven\"", "--if-version", "7").exits(1).err())
        .contains("412")
        .contains("does not have that version");
    ask("state", "put", "banner", "\"eleven\"", "--if-version", "1").exits(0);
    assertThat(ask("state", "get", "banner").exits(0).out()).isEqualTo("\"eleven\"\n");
    assertThat(ask("state", "delete", "banner", "--if-version", "1").exits(1).err())
        .contains("412");
    assertThat(ask("state", "delete", "banner").exits(0).out())
        .isEqualTo("banner: deleted, version 3\n");
    assertThat(ask("state", "delete", "banner").exits(1).err()).contains("404");
  }

  /** A watch that runs, and what it has printed. */
  private static final class Watching {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> code;

    Watching(String... words) {
      code =
          CompletableFuture.supplyAsync(
              () ->
                  Tributary.commandLine(new PrintWriter(out), new PrintWriter(err), words)
                      .execute(words));
      await().atMost(SOON).until(() -> err.toString().contains("watching"));
    }

    void awaitLines(int count) {
      await().atMost(SOON).until(() -> out.toString().lines().count() == count);
    }
  }

  private static Watching watching(String... words) {
    List<String> all = new ArrayList<>(List.of("state", "watch", "seen.", "--count", "3"));
    all.addAll(List.of("--seconds", "60"));
    all.addAll(List.of(words));
    return new Watching(all.toArray(String[]::new));
  }

  private static Watching watchingByNode(String... words) {
    List<String> all = new ArrayList<>(List.of("--node", url(), "--token-file", token.toString()));
    all.addAll(List.of("--ca", authority.toString()));
    all.addAll(List.of(words));
    return watching(all.toArray(String[]::new));
  }

  @Test
  void aWatchByTheNodeShowsWhatOneByTheDatabaseShows() {
    String[] database = {
      "--target",
      cluster.url(cluster.role() + ":secret"),
      "--cluster",
      "prod",
      "--data-dir",
      directory.resolve("watching").toString()
    };
    ask("state", "put", "seen.before", "0").exits(0);
    List<Watching> all =
        List.of(
            watching(database),
            watchingByNode(),
            watching(
                Stream.concat(Stream.of(database), Stream.of("--json")).toArray(String[]::new)),
            watchingByNode("--json"));
    ask("state", "put", "other", "1").exits(0);
    ask("state", "put", "seen.gr\u00f6\u00dfe", "{\"a\": 1.50, \"b\": \"\u00fc\"}").exits(0);
    all.forEach(watch -> watch.awaitLines(1));
    ask("state", "delete", "seen.gr\u00f6\u00dfe").exits(0);
    all.forEach(watch -> watch.awaitLines(2));
    ask("state", "put", "seen.gr\u00f6\u00dfe", "2").exits(0);
    all.forEach(watch -> assertThat(watch.code.join()).isEqualTo(ExitCode.DONE));
    assertThat(all.get(1).out)
        .hasToString(
            """
            seen.gr\u00f6\u00dfe = {"a":1.50,"b":"\u00fc"} (version 1, by ann)
            seen.gr\u00f6\u00dfe deleted (version 2, by ann)
            seen.gr\u00f6\u00dfe = 2 (version 3, by ann)
            """);
    assertThat(all.get(1).out).hasToString(all.get(0).out.toString());
    assertThat(all.get(3).out).hasToString(all.get(2).out.toString());
    assertThat(all.get(3).out.toString()).contains("\"deleted\":true");
  }

  @Test
  void whatTheNodeRefusesIsToldInOneLine() {
    assertThat(ask("client", "status", "--client", "nobody").exits(1).err())
        .contains("answers 404")
        .contains("client 'nobody' is not registered");
    assertThat(
            CommandHere.bare("client", "status", "--node", url(), "--ca", authority.toString())
                .exits(1)
                .err())
        .contains("answers 401")
        .contains("Authorization: Bearer TOKEN");
  }

  @Test
  void anUnknownAuthorityIsNotTrusted() {
    CommandRun run =
        CommandHere.bare("client", "status", "--node", url(), "--token-file", token.toString())
            .exits(1);
    assertThat(run.err()).contains("cannot ask node").doesNotContain(TOKEN);
  }

  @Test
  void aTokenDoesNotTravelOpenlyAndAnAddressMustBeOne() {
    assertThat(
            CommandHere.bare(
                    "client",
                    "status",
                    "--node",
                    "http://192.0.2.1:9443",
                    "--token-file",
                    token.toString())
                .exits(1)
                .err())
        .contains("would travel openly")
        .doesNotContain(TOKEN);
    for (String bad : List.of("ftp://host:1", "host:9443", "https://me:pw@host:1")) {
      assertThat(CommandHere.bare("client", "status", "--node", bad).exits(1).err())
          .as(bad)
          .contains("--node")
          .doesNotContain("pw");
    }
    assertThat(CommandHere.bare("client", "status", "--node", "https://127.0.0.1:1").exits(1).err())
        .contains("cannot ask node https://127.0.0.1:1");
  }

  @Test
  void aTokenFileThatCannotBeRightIsNamedAndItsTokenIsNot() throws Exception {
    Path marked = Files.writeString(directory.resolve("marked"), "\uFEFF" + TOKEN + "\n");
    CommandRun refused =
        CommandHere.bare("client", "status", "--node", url(), "--token-file", marked.toString())
            .exits(1);
    assertThat(refused.err()).contains(marked.toString(), "byte order mark").doesNotContain(TOKEN);
  }
}
