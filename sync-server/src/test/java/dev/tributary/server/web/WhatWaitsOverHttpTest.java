package dev.tributary.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.node.TestCluster;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conflicts, drift and quarantine as a node answers them, and what a decision does. */
final class WhatWaitsOverHttpTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private static Path directory;
  private static TestCluster cluster;
  private static LocalNode node;
  private static Rest rest;
  private static SqliteApp app;

  @BeforeAll
  static void makeThreeConflicts() throws Exception {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    app = new SqliteApp(directory.resolve("acme.db"));
    app.run(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT, doc JSON, at INTEGER, size REAL)",
        "INSERT INTO note VALUES (1, 'a', '{\"t\": {\"x\": 1, \"y\": 2}}', 1760000000123456789, 1),"
            + " (2, 'b', NULL, 2, 2), (3, 'c', NULL, 3, 3), (4, 'd', NULL, 4, 4)");
    cluster.execute(
        "SELECT sync_metadata.register_client('prod', 'acme', 'client_acme', '%s',"
                .formatted(app.file())
            + " '{\"conflicts\": {\"default_strategy\": \"manual\"}}')");
    node = LocalNode.start(cluster, "node-a", directory).awaitLeading();
    rest = node.rest();
    sync();
    cluster.execute(
        "UPDATE client_acme.note SET body = 'theirs', doc = '{\"t\": {\"x\": 1, \"y\": 3}}'");
    app.run("UPDATE note SET body = 'ours', doc = '{\"t\": {\"x\": 9, \"y\": 2}}' WHERE id < 4");
    sync();
  }

  @AfterAll
  static void close() {
    node.close();
    cluster.close();
  }

  @Test
  void conflictsAreListedAndEachHasItsSidesAndItsDifferencesPlaceByPlace() {
    JsonNode listed = rest.get("/api/v1/conflicts?client_name=acme").json().get("conflicts");
    assertThat(listed).isNotEmpty();
    Answer answer = rest.get("/api/v1/conflicts/" + conflict(1));
    JsonNode one = answer.json();
    assertThat(one.get("conflict_type").asText()).isEqualTo("update_conflict");
    assertThat(one.get("base_data").get("body").asText()).isEqualTo("a");
    assertThat(one.get("source_data").get("body").asText()).isEqualTo("ours");
    assertThat(one.get("target_data").get("body").asText()).isEqualTo("theirs");
    assertThat(answer.body()).contains("1760000000123456789");
    assertThat(one.get("diff")).hasSize(3);
    assertThat(one.get("diff").toString())
        .contains(
            "{\"place\":\"body\",\"changed_by\":\"both\",\"base\":\"a\",\"source\":\"ours\","
                + "\"target\":\"theirs\"}",
            "{\"place\":\"doc.t.x\",\"changed_by\":\"source\",\"base\":1,\"source\":9,\"target\":1}",
            "{\"place\":\"doc.t.y\",\"changed_by\":\"target\",\"base\":2,\"source\":2,\"target\":3}");
  }

  @Test
  void aDecisionIsCarriedOutByTheNextRunWhichItAsksFor() {
    String id = conflict(2);
    JsonNode said =
        rest.post("/api/v1/conflicts/" + id + "/resolve", "{\"choice\": \"source\"}").json();
    assertThat(said.get("client_name").asText()).isEqualTo("acme");
    assertThat(said.get("sync_id").asText()).startsWith("sync_");
    await().atMost(SOON).until(() -> note(2, "body"), "ours"::equals);
    await().atMost(SOON).until(() -> isResolved(id));
    assertThat(
            rest.post("/api/v1/conflicts/" + id + "/resolve", "{\"choice\": \"target\"}").status())
        .isEqualTo(409);
    assertThat(rest.get("/api/v1/conflicts?state=resolved").body()).contains(id);
  }

  @Test
  void aRowOfOnesOwnKeepsItsNumbers() {
    String id = conflict(3);
    Answer answer =
        rest.post(
            "/api/v1/conflicts/" + id + "/resolve",
            "{\"choice\": \"custom\", \"row\": {\"id\": 3, \"body\": \"mine\", \"doc\": null,"
                + " \"at\": 1760000000123456789, \"size\": 1.0}}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    await().atMost(SOON).until(() -> note(3, "body"), "mine"::equals);
    assertThat(note(3, "at")).isEqualTo("1760000000123456789");
    assertThat(note(3, "size")).isEqualTo("1");
  }

  @Test
  void whatCannotBeDecidedIsRefusedAndChangesNothing() {
    String path = "/api/v1/conflicts/" + conflict(1) + "/resolve";
    assertThat(rest.post(path, "{\"choice\": \"mine\"}").status()).isEqualTo(400);
    assertThat(rest.post(path, "{}").status()).isEqualTo(400);
    assertThat(rest.post(path, "{\"choice\": \"custom\"}").status()).isEqualTo(422);
    assertThat(rest.post(path, "{\"choice\": \"source\", \"by\": \"me\"}").status()).isEqualTo(400);
    assertThat(
            rest.post(
                    "/api/v1/conflicts/" + UUID.randomUUID() + "/resolve",
                    "{\"choice\": \"source\"}")
                .status())
        .isEqualTo(404);
    assertThat(rest.get("/api/v1/conflicts/not-an-id").status()).isEqualTo(400);
    assertThat(rest.get("/api/v1/conflicts?state=lost").status()).isEqualTo(400);
    assertThat(rest.get("/api/v1/conflicts?limit=0").status()).isEqualTo(400);
    assertThat(
            cluster.one(
                "SELECT decision IS NULL FROM sync_metadata.conflict_log WHERE log_id = '"
                    + conflict(1)
                    + "'"))
        .isEqualTo("t");
  }

  @Test
  void driftSaysWhoChangedWhat() {
    JsonNode drift = rest.get("/api/v1/clients/acme/drift").json().get("drift");
    assertThat(drift.toString()).contains("\"table_name\":\"note\"", "\"op\":\"update\"");
    assertThat(drift.get(0).get("changed_by").asText()).isNotEmpty();
    assertThat(rest.get("/api/v1/clients/nobody/drift").status()).isEqualTo(404);
  }

  @Test
  void quarantineShowsRowAndReasonOfThisClusterOnly() {
    cluster.execute(
        "INSERT INTO sync_metadata.quarantine (deployment_id, client_name, table_name, record_key,"
            + " reason, row_image) SELECT deployment_id, client_name, 'note', '9', 'too large',"
            + " '{\"id\": 9}' FROM sync_metadata.client_deployments WHERE client_name = 'acme'");
    JsonNode listed = rest.get("/api/v1/quarantine?client_name=acme").json().get("quarantine");
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).get("reason").asText()).isEqualTo("too large");
    String id = listed.get(0).get("id").asText();
    assertThat(rest.get("/api/v1/quarantine/" + id).json().get("row_image").get("id").asInt())
        .isEqualTo(9);
    cluster.execute("DELETE FROM sync_metadata.quarantine");
    assertThat(rest.get("/api/v1/quarantine/" + id).status()).isEqualTo(404);
  }

  private static String conflict(int id) {
    return cluster.one(
        "SELECT log_id FROM sync_metadata.conflict_log WHERE record_key LIKE '%"
            + id
            + "%' ORDER BY detected_at LIMIT 1");
  }

  private static boolean isResolved(String id) {
    return cluster
        .one(
            "SELECT resolved_at IS NOT NULL FROM sync_metadata.conflict_log WHERE log_id = '%s'"
                .formatted(id))
        .equals("t");
  }

  private static String note(int id, String column) {
    return cluster.one("SELECT " + column + " FROM client_acme.note WHERE id = " + id);
  }

  private static void sync() {
    String id =
        rest.post("/api/v1/sync/trigger", "{\"client_name\": \"acme\"}")
            .json()
            .get("sync_id")
            .asText();
    await()
        .atMost(SOON)
        .until(
            () ->
                cluster.one(
                    "SELECT completed_at IS NOT NULL FROM sync_metadata.sync_jobs WHERE sync_id = '"
                        + id
                        + "'"),
            "t"::equals);
  }
}
