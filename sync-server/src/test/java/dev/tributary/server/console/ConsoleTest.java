package dev.tributary.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.node.NodeProcess;
import dev.tributary.server.node.TestCluster;
import dev.tributary.server.web.LocalNode;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real browser, on the node that follows; what clicks did is asked of the database.
 */
@Tag("machine")
@TestInstance(Lifecycle.PER_CLASS)
final class ConsoleTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TAB = "\uE004";
  private static final String ESCAPE = "\uE00C";
  private static final String ENTER = "\uE007";
  private static final String BACKSPACE = "\uE003";

  private Path directory;
  private TestCluster cluster;
  private Browser browser;

  @BeforeAll
  void open(@TempDir Path folder) {
    directory = folder;
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    cluster.start("node-a").awaitServing();
    cluster.start("node-b").awaitServing();
    browser = Browser.start(directory);
    browser.open(follower().address() + "/").awaitText("#leader-id", cluster.awaitLeader().name());
  }

  @AfterAll
  void close() {
    browser.close();
    cluster.close();
  }

  private NodeProcess follower() {
    return cluster.node(cluster.awaitLeader().name().equals("node-a") ? "node-b" : "node-a");
  }

  @Test
  void aSyncIsTriggeredAndItsProgressIsWatched() throws Exception {
    Path file = notes("big", 300_000);
    register("big", file);
    browser.awaitText("#clients-list", "big");
    browser.run(
        "window.seen = new Set(); new MutationObserver(() => {"
            + "  const row = [...document.querySelectorAll('#clients-list tbody tr')]"
            + "    .find(r => r.children[0].textContent === 'big');"
            + "  if (row?.querySelector('progress:not([hidden])')) seen.add(row.children[4].innerText)"
            + "}).observe(document.getElementById('clients-list'),"
            + "  {subtree: true, childList: true, characterData: true, attributes: true})");

    browser.press("Sync big now");

    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> jobs("big"), List.of("success console")::equals);
    assertThat(cluster.one("SELECT count(*) FROM client_big.note")).isEqualTo("300000");
    browser.awaitTrue(
        "return [...document.querySelectorAll('#jobs-list tbody tr')].some(r =>"
            + " r.innerText.includes('big') && r.innerText.includes('success')"
            + " && r.innerText.includes('300,000'))");
    JsonNode seen = browser.run("return [...seen]");
    assertThat(seen).as("progress that was shown").isNotEmpty();
    assertThat(seen.toString()).contains(" rows");
    browser.awaitText("#announcer", "Sync of big ended: success.");
  }

  @Test
  void aConflictIsLookedAtAndResolved() throws Exception {
    Path file = notes("acme", 3);
    register("acme", file);
    cluster.execute(
        "UPDATE sync_metadata.client_deployments SET config ="
            + " '{\"conflicts\": {\"default_strategy\": \"manual\"}}' WHERE client_name = 'acme'");
    command("client", "sync", "--client", "acme");
    cluster.execute("UPDATE client_acme.note SET body = '<b>theirs</b>' WHERE id = 1");
    new SqliteApp(file).run("UPDATE note SET body = 'ours' WHERE id = 1");
    cluster.commandHere("client", "sync", "--client", "acme").exits(2);

    browser.awaitText("#count-conflicts", "1").press("Look at note 1");
    browser.awaitText("dialog[open]", "<b>theirs</b>");
    assertThat(browser.text("dialog[open] .sides"))
        .contains("note 1", "ours", "<b>theirs</b>", "both", "1760000000123456789");
    browser.press("Keep PostgreSQL's row");

    await()
        .atMost(SOON)
        .until(
            () ->
                cluster.one(
                    "SELECT count(*) FROM sync_metadata.conflict_log"
                        + " WHERE resolved_at IS NOT NULL AND decision = 'target'"),
            "1"::equals);
    assertThat(cluster.one("SELECT body FROM client_acme.note WHERE id = 1"))
        .isEqualTo("<b>theirs</b>");
    browser.awaitText("#conflicts-list", "No conflict waits.");
    assertThat(browser.run("return document.querySelector('dialog').open").asBoolean()).isFalse();
  }

  @Test
  void aHoldIsConfirmedByTheNameOfTheClient() throws Exception {
    Path file = notes("globex", 1_000);
    register("globex", file);
    command("client", "sync", "--client", "globex");
    new SqliteApp(file).run("DELETE FROM note WHERE id > 100");
    cluster.commandHere("client", "sync", "--client", "globex").exits(2);

    browser.awaitText("#clients-list", "on hold").press("Details of globex");
    browser.awaitText("dialog[open]", "On hold");
    browser.type("#hold-name", "glob");
    assertThat(browser.isDisabled("Let it pass once")).isTrue();
    browser.type("#hold-name", "ex");
    browser.press("Let it pass once");

    await()
        .atMost(SOON)
        .until(() -> cluster.one("SELECT count(*) FROM client_globex.note"), "100"::equals);
    assertThat(cluster.one("SELECT count(*) FROM client_globex._sync_archive")).isEqualTo("900");
  }

  @Test
  void aRowInQuarantineIsTriedAgainWhateverItIsCalled() throws Exception {
    Path file = directory.resolve("piper.db");
    new SqliteApp(file)
        .run(
            "CREATE TABLE tag (name TEXT PRIMARY KEY, n INTEGER)",
            "INSERT INTO tag VALUES ('a', 1)");
    register("piper", file);
    command("client", "sync", "--client", "piper");
    cluster.execute("ALTER TABLE client_piper.tag ADD CONSTRAINT small CHECK (n < 100)");
    new SqliteApp(file).run("INSERT INTO tag VALUES ('<img src=x>', 500)");
    cluster.commandHere("client", "sync", "--client", "piper").exits(2);
    browser.awaitText("#quarantine-list", "tag <img src=x>");
    cluster.execute("ALTER TABLE client_piper.tag DROP CONSTRAINT small");

    browser.press("Try tag <img src=x> again");

    await()
        .atMost(SOON)
        .until(() -> cluster.one("SELECT max(n) FROM client_piper.tag"), "500"::equals);
    browser.awaitText("#announcer", "All rows of piper are tried again: sync_");
    browser.awaitText("#quarantine-list", "No row is in quarantine.");
    assertThat(
            cluster.query(
                "SELECT status FROM sync_metadata.quarantine WHERE client_name = 'piper'"))
        .isNotEmpty()
        .doesNotContain("open");
    assertThat(
            cluster.query(
                "SELECT status FROM sync_metadata.sync_jobs"
                    + " WHERE client_name = 'piper' AND sync_type = 'full'"))
        .containsExactly("success");
    assertThat(browser.run("return document.querySelectorAll('main img').length").asInt()).isZero();
  }

  @Test
  void theCourseOfTheLagBeginsBeforeThePageWasOpened() throws Exception {
    register("umbrella", notes("umbrella", 1));
    cluster.execute(
        "INSERT INTO sync_metadata.sync_jobs"
            + " (deployment_id, client_name, status, started_at, completed_at, duration_seconds)"
            + " SELECT deployment_id, client_name, 'success', t, t, 0"
            + " FROM sync_metadata.client_deployments, clock_timestamp() now,"
            + " unnest(ARRAY[now - interval '16 min', now - interval '9 min', now]) t"
            + " WHERE client_name = 'umbrella'");
    cluster.execute(
        "UPDATE sync_metadata.client_deployments SET last_sync_at = clock_timestamp()"
            + " WHERE client_name = 'umbrella'");

    browser.open(follower().address() + "/").awaitText("#clients-list", "umbrella");

    browser.awaitTrue(
        "const row = [...document.querySelectorAll('#clients-list tbody tr')]"
            + ".find(r => r.children[0].textContent === 'umbrella');"
            + "const spark = row.querySelector('svg');"
            + "return spark.getAttribute('aria-label').endsWith(', at most 9 min')"
            + " && (spark.firstChild.getAttribute('d').match(/[ML]/g) ?? []).length >= 6");
  }

  @Test
  void driftIsShownAndAComparisonTellsTheDifference() throws Exception {
    Path file = notes("initech", 5);
    register("initech", file);
    command("client", "sync", "--client", "initech");
    browser.press("Details of initech");
    browser.press("Show drift");
    browser.awaitText("dialog[open]", "Nobody else changed a row.");
    cluster.execute("UPDATE client_initech.note SET body = 'theirs' WHERE id = 2");
    browser.press("Show drift");
    browser.awaitText("dialog[open]", "note 2 update by");

    browser.press("Verify");

    browser.awaitText("dialog[open]", "1 difference; 5 rows, 15 cells compared.");
    browser.press("Close");
  }

  @Test
  void aClientIsStartedGetsAnotherIntervalAndIsPaused() throws Exception {
    register("hooli", notes("hooli", 1));
    browser.press("Details of hooli");
    browser.press("Start");
    await().atMost(SOON).until(() -> schedule("hooli"), "active true"::equals);
    browser.awaitText("#clients-list", "every 5 min").press("Details of hooli");
    browser.awaitText("#interval-hint", "Whole seconds, or one of: 1m, 5m, 1h, 4h, 1d.");
    browser.type("#interval-field", BACKSPACE.repeat(3) + "soon" + ENTER);
    browser
        .awaitText("#dialog-trouble", "that is no interval")
        .awaitText("#dialog-trouble", "1m, 5m");
    assertThat(interval("hooli")).isEqualTo("300");
    browser.type("#interval-field", BACKSPACE.repeat(4) + "420");
    browser.press("Change interval");
    await().atMost(SOON).until(() -> interval("hooli"), "420"::equals);
    browser.awaitText("#announcer", "The interval of hooli is 7 min now.");
    browser.awaitText("#clients-list", "every 7 min").press("Details of hooli");
    browser.type("#interval-field", BACKSPACE.repeat(3) + "4h" + ENTER);
    await().atMost(SOON).until(() -> interval("hooli"), "14400"::equals);
    browser.awaitText("#clients-list", "every 4 h").press("Details of hooli");
    browser.press("Pause");
    await().atMost(SOON).until(() -> schedule("hooli"), "paused false"::equals);
  }

  private String interval(String client) {
    return ofClient("sync_interval", client);
  }

  private String schedule(String client) {
    return ofClient("status || ' ' || sync_enabled", client);
  }

  private String ofClient(String columns, String client) {
    return cluster.one(
        "SELECT %s FROM sync_metadata.client_deployments WHERE client_name = '%s'"
            .formatted(columns, client));
  }

  @Test
  void thePageHearsOfEventsAndSaysSo() {
    browser.awaitText("#connection", "live");
  }

  @Test
  void aTakeoverIsSeenWhileItHappens() {
    NodeProcess leader = cluster.awaitLeader();
    String other = follower().name();
    browser.open(cluster.node(other).address() + "/").awaitText("#leader-id", leader.name());
    String term = browser.text("#term");

    leader.kill();

    browser
        .awaitText("#leader-id", other)
        .awaitText("#announcer", other + " leads the cluster now");
    assertThat(browser.text("#term")).isNotEqualTo(term);
    cluster.start(leader.name()).awaitServing();
  }

  @Test
  void aClosedNodeAsksForATokenWhichStaysInTheTab() throws Exception {
    Path tokens =
        Files.writeString(
            directory.resolve("tokens"), "eve viewer " + sha256("token-of-eve") + "\n");
    register("eves", notes("eves", 1));
    try (LocalNode closed =
        LocalNode.start(
            cluster,
            "node-c",
            directory,
            Map.of("TOKENS_FILE", tokens.toString(), "OPEN_PATHS", "none"))) {
      browser.open(closed.rest().url() + "/").awaitText("dialog[open]", "Bearer token");
      assertThat(browser.text("#leader-id")).isEmpty();
      browser.type("#token-field", "token-of-eve");
      browser.press("Use it");
      browser.awaitText("#leader-id", cluster.awaitLeader().name());
      browser.awaitText("#node-name", "node-c"); // its health, which is closed as well
      assertThat(browser.run("return document.getElementById('trouble').innerText").asText())
          .isEmpty();
      assertThat(browser.run("return JSON.stringify(localStorage) + document.cookie").asText())
          .doesNotContain("eve");
      browser.press("Sync eves now"); // a viewer may not, and still reads that after the refresh
      browser.awaitText("#trouble", "operator").awaitText("#clients-list", "eves");
      await().atMost(SOON).until(() -> !browser.isDisabled("Sync eves now"));
      assertThat(browser.text("#trouble")).contains("operator");
      browser.click("#token");
      browser.press("Forget it");
      browser.awaitText("#trouble", "token");
    } finally {
      browser.open(follower().address() + "/").awaitText("#leader-id", "node-");
    }
  }

  private static String sha256(String token) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    return "sha256:" + HexFormat.of().formatHex(hash);
  }

  @Test
  void nothingIsWiderThanAPhone() {
    browser.devtools(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 360, "height", 740, "deviceScaleFactor", 2, "mobile", true));
    try {
      browser.awaitTrue("return innerWidth === 360");
      assertThat(browser.run("return document.scrollingElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(360);
    } finally {
      browser.devtools("Emulation.clearDeviceMetricsOverride", Map.of());
    }
  }

  @Test
  void theKeyboardIsEnoughAndScreenReadersFindTheirWay() {
    browser.open(follower().address() + "/").awaitText("#leader-id", "node-");
    browser.key(TAB);
    assertThat(browser.focused()).isEqualTo("Skip to content");
    browser.run("document.getElementById('token').focus()");
    browser.key(ENTER);
    browser.awaitTrue("return document.querySelector('dialog').open");
    assertThat(browser.run("return document.activeElement.id").asText()).isEqualTo("token-field");
    browser.key(ESCAPE);
    browser.awaitTrue("return !document.querySelector('dialog').open");
    assertThat(browser.run("return document.activeElement.id").asText()).isEqualTo("token");
    assertThat(browser.run(UNNAMED)).as("elements that a screen reader cannot name").isEmpty();
    for (String landmark :
        List.of("header", "nav[aria-label]", "main", "footer", "h1", "[aria-live]")) {
      assertThat(browser.run("return document.querySelectorAll('" + landmark + "').length").asInt())
          .as(landmark)
          .isPositive();
    }
  }

  private static final String UNNAMED =
      """
      const name = e => (e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent).trim();
      return [...document.querySelectorAll('button, a, input, progress, svg[role=img]')]
        .filter(e => name(e) === '').map(e => e.outerHTML)
      """;

  @Test
  void nothingIsLoadedFromElsewhereAndThePolicyForbidsIt() {
    assertThat(
            browser
                .run(
                    "return performance.getEntriesByType('resource').map(e => e.name)"
                        + ".filter(n => !n.startsWith(location.origin + '/'))")
                .toString())
        .isEqualTo("[]");
    assertThat(
            browser
                .runAsync(
                    "new Promise(r => { document.addEventListener('securitypolicyviolation',"
                        + " e => r(e.violatedDirective)); const s = document.createElement('script');"
                        + " s.textContent = '1'; document.head.append(s) })")
                .asText())
        .startsWith("script-src");
  }

  private List<String> jobs(String client) {
    return cluster.query(
        "SELECT status || ' ' || triggered_by FROM sync_metadata.sync_jobs WHERE client_name = '%s'"
            .formatted(client));
  }

  private void register(String client, Path file) {
    command("client", "register", "--client", client, "--source", file.toString());
  }

  private void command(String... words) {
    cluster.commandHere(words).exits(0);
  }

  private Path notes(String client, int rows) throws Exception {
    return AppFile.withNotes(directory.resolve(client + ".db"), rows);
  }
}
