package dev.tributary.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.node.TestCluster;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of clients, their conflicts and jobs, over HTTP. */
final class LifecycleTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private static Path directory;
  private static TestCluster cluster;
  private static LocalNode node;
  private static Rest rest;
  private static Path intervals;
  private static Path conflicts;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    Files.createDirectory(directory.resolve("restores"));
    intervals = directory.resolve("sync-intervals.json");
    conflicts = directory.resolve("conflict-resolution.json");
    Files.writeString(
        intervals, "{\"presets\": {\"often\": 60}, \"clients\": {\"paced\": \"often\"}}");
    Files.writeString(conflicts, "{\"default_strategy\": \"manual\"}");
    node =
        LocalNode.start(
                cluster,
                "node-a",
                directory,
                Map.of(
                    "RESTORE_DIRECTORY",
                    directory.resolve("restores").toString(),
                    "DISCOVER_SOURCES",
                    directory.resolve("tenants") + "/*/webui.db=tenant-{1}",
                    "DISCOVER_INTERVAL",
                    "1",
                    "SYNC_INTERVALS_CONFIG",
                    intervals.toString(),
                    "CONFLICT_RESOLUTION_CONFIG",
                    conflicts.toString()))
            .awaitLeading();
    rest = node.rest();
  }

  @AfterAll
  static void end() {
    node.close();
    cluster.close();
  }

  private static Path app(String name, String... statements) {
    Path file = directory.resolve(name + ".db");
    new SqliteApp(file).run(statements);
    return file;
  }

  private static Path registered(String client) {
    Path file =
        app(
            client,
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
            "INSERT INTO note VALUES (1, 'one'), (2, 'two')");
    Answer answer =
        rest.post(
            "/api/v1/clients",
            "{\"client_name\": \"%s\", \"source\": \"%s\"}".formatted(client, file));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    assertThat(answer.json().get("sync_enabled").asBoolean()).isFalse();
    return file;
  }

  /** The job when it is over. */
  private static JsonNode done(Answer asked) {
    assertThat(asked.status()).as(asked.toString()).isBetween(200, 202);
    String path = "/api/v1/sync/jobs/" + asked.json().get("sync_id").asText();
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !rest.get(path).json().get("completed_at").isNull());
    return rest.get(path).json();
  }

  @Test
  void aFileThatAppearsIsFoundSyncedAndMissedWhenItIsGone() throws Exception {
    Path folder = Files.createDirectories(directory.resolve("tenants/acme"));
    app("tenants/acme/webui", "CREATE TABLE note (id INTEGER PRIMARY KEY)");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        rest.get("/api/v1/clients/tenant-acme")
                            .json()
                            .path("last_sync_status")
                            .asText())
                    .isEqualTo("success"));
    Files.delete(folder.resolve("webui.db"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(rest.get("/health").json().get("reasons").toString())
                    .contains("files of clients are vanished: 1 (tenant-acme)"));
    assertThat(rest.get("/metrics").body())
        .contains("discovered_files{kind=\"vanished\"} 1.0")
        .contains("discovered_files{kind=\"known\"} 0.0");
    assertThat(
            rest.post("/api/v1/clients/tenant-acme/deregister", "{\"confirm\": \"tenant-acme\"}")
                .status())
        .isEqualTo(200);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(rest.get("/health").json().get("reasons").toString())
                    .doesNotContain("vanished"));
  }

  @Test
  void aClientIsRegisteredStartedPausedRenamedAndDeregistered() throws Exception {
    Path file = registered("acme");
    Answer again =
        rest.post("/api/v1/clients/acme/register", "{\"source\": \"%s\"}".formatted(file));
    assertThat(again.status()).as(again.toString()).isEqualTo(422);
    assertThat(rest.post("/api/v1/clients/acme/start", "").json().get("sync_enabled").asBoolean())
        .isTrue();
    Answer interval = rest.post("/api/v1/clients/acme/interval", "{\"sync_interval\": \"often\"}");
    assertThat(interval.json().get("sync_interval").asInt()).isEqualTo(60);
    assertThat(
            rest.post("/api/v1/clients/acme/interval", "{\"sync_interval\": \"seldom\"}").status())
        .isEqualTo(400);
    assertThat(rest.post("/api/v1/clients/acme/pause", "").json().get("status").asText())
        .isEqualTo("paused");
    assertThat(rest.post("/api/v1/clients/nobody/pause", "").status()).isEqualTo(404);
    Answer renamed = rest.post("/api/v1/clients/acme/rename", "{\"new_name\": \"acme-2\"}");
    assertThat(renamed.status()).as(renamed.toString()).isEqualTo(200);
    assertThat(rest.get("/api/v1/clients/acme").status()).isEqualTo(404);
    Answer wrongWord = rest.post("/api/v1/clients/acme-2/deregister", "{\"confirm\": \"yes\"}");
    assertThat(wrongWord.status()).isEqualTo(422);
    assertThat(wrongWord.json().get("detail").asText()).contains("typing acme-2");
    Answer gone = rest.post("/api/v1/clients/acme-2/deregister", "{\"confirm\": \"acme-2\"}");
    assertThat(gone.status()).as(gone.toString()).isEqualTo(200);
    assertThat(gone.json().get("data").asText()).isEqualTo("kept");
    Answer drop =
        rest.post(
            "/api/v1/clients/acme-2/deregister",
            "{\"confirm\": \"acme-2\", \"drop_schema\": true, \"confirm_drop\": \"DELETE\"}");
    assertThat(drop.status()).isBetween(400, 499);
  }

  @Test
  void nothingIsSaidOfAClientThatDoesNotExist() {
    for (String list : new String[] {"conflicts", "quarantine", "sync/jobs"}) {
      assertThat(rest.get("/api/v1/" + list + "?client_name=nobody").status()).isEqualTo(404);
    }
  }

  @Test
  void verifyAndRestoreAreJobsOfTheLeader() throws Exception {
    registered("jobs");
    assertThat(done(rest.post("/api/v1/clients/jobs/sync", "")).get("status").asText())
        .isEqualTo("success");
    JsonNode verified = done(rest.post("/api/v1/clients/jobs/verify", ""));
    assertThat(verified.get("sync_type").asText()).isEqualTo("verify");
    assertThat(verified.get("result").get("equal").asBoolean()).isTrue();
    assertThat(verified.get("result").get("tables").get(0).get("rows").asInt()).isEqualTo(2);
    JsonNode restored = done(rest.post("/api/v1/clients/jobs/restore", "{\"file\": \"back.db\"}"));
    assertThat(restored.get("status").asText()).as(restored.toString()).isEqualTo("success");
    assertThat(directory.resolve("restores/back.db")).exists();
    JsonNode again = done(rest.post("/api/v1/clients/jobs/restore", "{\"file\": \"back.db\"}"));
    assertThat(again.get("error_message").asText()).contains("it exists");
    assertThat(
            cluster.one(
                "SELECT last_sync_status || coalesce(last_error, '')"
                    + " FROM sync_metadata.client_deployments WHERE client_name = 'jobs'"))
        .as("its mirror is as good as before")
        .isEqualTo("success");
    assertThat(rest.post("/api/v1/clients/jobs/restore", "{\"file\": \"../x.db\"}").status())
        .isEqualTo(400);
  }

  @Test
  void aMassDeleteIsAllowedOnlyByTheNameOfTheClient() throws Exception {
    registered("mass");
    app(
        "mass",
        "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
            + " INSERT INTO note SELECT i, 'note' FROM n");
    done(rest.post("/api/v1/clients/mass/sync", ""));
    app("mass", "DELETE FROM note WHERE id > 10");
    String rows = "SELECT count(*) FROM client_mass.note";
    String jobs = "SELECT count(*) FROM sync_metadata.sync_jobs WHERE client_name = 'mass'";
    String before = cluster.one(jobs);
    String asked = "{\"client_name\": \"mass\", \"allow_mass_delete\": true%s}";
    for (String confirm : List.of("\"yes\"", "\"MASS\"", "\"mass \"", "true", "null", "\"\"")) {
      Answer refused =
          rest.post("/api/v1/sync/trigger", asked.formatted(", \"confirm\": " + confirm));
      assertThat(refused.status()).as(confirm).isEqualTo(400);
      assertThat(refused.json().get("field").asText()).isEqualTo("confirm");
    }
    assertThat(rest.post("/api/v1/sync/trigger", asked.formatted("")).status()).isEqualTo(400);
    assertThat(cluster.one(jobs)).isEqualTo(before);
    assertThat(cluster.one(rows)).isEqualTo("500");
    done(rest.post("/api/v1/sync/trigger", asked.formatted(", \"confirm\": \"mass\"")));
    assertThat(cluster.one(rows)).isEqualTo("10");
  }

  @Test
  void aJobThatSomebodyWroteByHandRestoresNowhereElse() throws Exception {
    registered("forged");
    Path elsewhere = directory.resolve("elsewhere.db");
    cluster.execute(
        "INSERT INTO sync_metadata.sync_jobs (deployment_id, client_name, status, sync_type, request)"
            + " SELECT deployment_id, client_name, 'pending', 'restore', json_build_object('kind',"
            + " 'restore', 'client_name', client_name, 'source', '%s/restores/../elsewhere.db')"
                .formatted(directory)
            + " FROM sync_metadata.client_deployments WHERE client_name = 'forged'");
    await()
        .atMost(SOON)
        .until(
            () ->
                cluster
                    .one(
                        "SELECT coalesce(error_message, '') FROM sync_metadata.sync_jobs"
                            + " WHERE client_name = 'forged'")
                    .contains("restores by jobs only below"));
    assertThat(elsewhere).doesNotExist();
  }

  @Test
  void theFileOfIntervalsIsPutInForceAndReadAgainAndABadOneChangesNothing() throws Exception {
    Path file = registered("paced");
    awaitInterval(60);
    Files.writeString(intervals, "{\"clients\": {\"paced\": 120}}");
    awaitInterval(120);
    rest.post("/api/v1/clients/paced/interval", "{\"sync_interval\": 90}");
    Files.writeString(intervals, "{\"clients\": {\"paced\": 0}, \"client\": {}}");
    await().atMost(SOON).until(() -> rest.get("/health").body().contains("SYNC_INTERVALS_CONFIG"));
    assertThat(rest.get("/health").json().get("reasons").toString())
        .contains("$.client is not known", "$.clients.paced is 0");
    assertThat(rest.get("/metrics").body()).contains("configuration_problems 1");
    assertThat(interval()).isEqualTo(90);
    Files.writeString(intervals, "{\"presets\": {\"often\": 60}, \"clients\": {\"paced\": 180}}");
    awaitInterval(180);
    rest.post("/api/v1/clients/paced/deregister", "{\"confirm\": \"paced\"}");
    String again = "{\"source\": \"%s\", \"schema\": \"client_paced_2\"}".formatted(file);
    assertThat(
            rest.post("/api/v1/clients/paced/register", again).json().path("sync_interval").asInt())
        .isEqualTo(180);
  }

  private static void awaitInterval(int seconds) {
    await().atMost(SOON).until(() -> interval() == seconds);
  }

  private static int interval() {
    return rest.get("/api/v1/clients/paced").json().get("sync_interval").asInt();
  }

  @Test
  void theDescriptionNamesExactlyWhatIsAnswered() throws Exception {
    JsonNode document = rest.get("/openapi.json").json();
    TreeSet<String> described = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> described.add(method.toUpperCase() + " " + path.getKey())));
    assertThat(described).isEqualTo(mapped());
  }

  /** From the sources: each controller's mapping, and those of its methods below it. */
  private static TreeSet<String> mapped() throws Exception {
    TreeSet<String> mapped = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/tributary/server/web"))) {
      for (Path file : files.filter(f -> f.toString().endsWith("Controller.java")).toList()) {
        String text = Files.readString(file);
        String base = "";
        var of = java.util.regex.Pattern.compile("@RequestMapping\\(\"([^\"]*)\"\\)").matcher(text);
        if (of.find()) {
          base = of.group(1);
        }
        var methods =
            java.util.regex.Pattern.compile("@(Get|Put|Post|Delete)Mapping(?:\\(([^)]*)\\))?")
                .matcher(text);
        while (methods.find()) {
          String inside = methods.group(2) == null ? "" : methods.group(2);
          List<String> paths =
              java.util.regex.Pattern.compile("\"(/[^\"]*)\"")
                  .matcher(inside)
                  .results()
                  .map(found -> found.group(1))
                  .toList();
          for (String path : paths.isEmpty() ? List.of("") : paths) {
            mapped.add(methods.group(1).toUpperCase() + " " + base + path);
          }
        }
      }
    }
    return mapped;
  }

  @Test
  void eventsTellOfJobs() throws Exception {
    registered("heard");
    Process listener =
        new ProcessBuilder("curl", "-sN", "--max-time", "15", rest.url() + "/api/v1/events")
            .start();
    try (var lines = listener.inputReader()) {
      assertThat(lines.readLine()).isEqualTo(":listening");
      done(rest.post("/api/v1/clients/heard/sync", ""));
      String told = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:") && line.contains("\"heard\"") && line.contains("success")) {
          told = line.substring("data:".length());
          break;
        }
      }
      assertThat(new ObjectMapper().readTree(told).get("client_name").asText()).isEqualTo("heard");
    } finally {
      listener.destroy();
    }
  }
}
