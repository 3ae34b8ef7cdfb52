package dev.tributary.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.server.node.TestCluster;
import dev.tributary.server.web.LocalNode;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules and dashboard ask only for what a node exposes that has seen good and bad. */
final class ExposedMetricsTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Prometheus' own. */
  private static final Set<String> NOT_OURS = Set.of("up", "ALERTS");

  private static final Set<String> LABELS_OF_PROMETHEUS = Set.of("instance", "job");

  /** Counters of what does not happen here, and a gauge that wants an option. */
  private static final Set<String> BORN_LATER =
      Set.of(
          "discovered_files",
          "failover_events_total",
          "leadership_lost_total",
          "sync_rows_failed_total");

  @TempDir private static Path directory;
  private static TestCluster cluster;
  private static LocalNode node;

  @BeforeAll
  static void seeGoodAndBad() throws Exception {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    Path file = directory.resolve("acme.db");
    new SqliteApp(file)
        .run(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
            "INSERT INTO note VALUES (1, 'one')");
    cluster.register("acme", file);
    cluster.execute(
        "UPDATE sync_metadata.client_deployments SET config ="
            + " '{\"conflicts\": {\"default_strategy\": \"manual\"}}'");
    node = LocalNode.start(cluster, "node-a", directory).awaitLeading();
    sync("acme");
    await().atMost(SOON).until(() -> finished("acme"), "success"::equals);
    cluster.execute("UPDATE client_acme.note SET body = 'theirs'");
    new SqliteApp(file).run("UPDATE note SET body = 'ours'");
    sync("acme");
    cluster.register("broken", directory.resolve("missing.db"));
    cluster.execute(
        "UPDATE sync_metadata.client_deployments SET sync_enabled = true"
            + " WHERE client_name = 'broken'");
    await().atMost(SOON).until(() -> finished("broken"), "failed"::equals);
    await().atMost(SOON).until(() -> finished("acme"), "partial"::equals);
    // Read from the database every few seconds
    await()
        .atMost(SOON)
        .until(
            () -> node.rest().get("/metrics").body().contains("last_successful_sync_timestamp{"));
  }

  @AfterAll
  static void close() {
    node.close();
    cluster.close();
  }

  @Test
  void everyMetricWithEveryLabelThatIsAskedForIsThere() {
    List<Expression> expressions =
        Stream.concat(RulesPack.expressions().stream(), DashboardPack.expressions().stream())
            .map(Expression::of)
            .toList();
    assertThat(expressions).hasSizeGreaterThan(20);
    Scrape scrape = scrape();
    for (Expression expression : expressions) {
      for (Expression.Selector selector : ours(expression)) {
        List<Scrape.Series> found = scrape.of(selector);
        assertThat(found).as("%s in %s", selector, expression.text()).isNotEmpty();
        for (String label : expression.groupedBy()) {
          if (!LABELS_OF_PROMETHEUS.contains(label)) {
            assertThat(found)
                .as("%s has %s, by which it is grouped", selector.metric(), label)
                .allSatisfy(series -> assertThat(series.labels()).containsKey(label));
          }
        }
      }
    }
  }

  /** docs/rest.md, Meters. A star stands for the rest of a name, and a histogram is one meter. */
  @Test
  void thePageNamesEachMeterAndNoOther() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "rest.md"));
    String part = page.substring(page.indexOf("## Meters"), page.indexOf("## Coming from"));
    Set<String> named =
        Pattern.compile("`([a-z_]+\\*?)(?:\\{[a-z_,]+})?`")
            .matcher(part)
            .results()
            .map(meter -> meter.group(1))
            .collect(Collectors.toSet());
    Set<String> exposed =
        scrape().series().stream()
            .map(series -> series.metric().replaceFirst("_(bucket|count|sum|max)$", ""))
            .filter(meter -> !meter.matches("(jvm|process|system|disk|tomcat|logback|hikaricp)_.*"))
            .collect(Collectors.toSet());
    assertThat(exposed)
        .allSatisfy(
            meter -> assertThat(named).anyMatch(name -> meter.matches(name.replace("*", ".*"))));
    assertThat(named)
        .filteredOn(name -> !BORN_LATER.contains(name))
        .allSatisfy(
            name -> assertThat(exposed).anyMatch(meter -> meter.matches(name.replace("*", ".*"))));
  }

  @Test
  void thePageNamesEachAlert() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "monitoring.md"));
    String rules = Files.readString(Path.of("monitoring", "rules.yml"));
    assertThat(names(rules, "- alert: (\\w+)"))
        .isEqualTo(names(page.substring(page.indexOf("## Alerts")), "(?m)^\\| `(Sync\\w+)` \\|"));
  }

  private static Set<String> names(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(name -> name.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  void theSqlAlertsHaveWhatTheyLookAtAsSeries() {
    Scrape scrape = scrape();
    double lease = value(scrape, "leader_lease_expires_timestamp");
    double heartbeat = value(scrape, "host_last_heartbeat_timestamp");

    double now = Double.parseDouble(cluster.one("SELECT extract(epoch FROM clock_timestamp())"));
    assertThat(lease - now).isBetween(-2.0, 10.0);
    assertThat(now - heartbeat).isBetween(0.0, 10.0);
  }

  @Test
  void theSqlAlertsAreQuietWhileANodeLives() throws Exception {
    String sql = Files.readString(Path.of("monitoring", "alerts.sql"));
    for (String query : sql.replaceAll("(?m)^--.*$", "").split(";")) {
      if (!query.isBlank()) {
        assertThat(cluster.query(query)).isEmpty();
      }
    }
    cluster.execute(
        "INSERT INTO sync_metadata.hosts (hostname, cluster_name, last_heartbeat)"
            + " VALUES ('gone', 'prod', now() - interval '6 minutes')");
    assertThat(cluster.query(sql.substring(sql.indexOf("-- Alert if heartbeat"))))
        .containsExactly("gone");
    cluster.execute("DELETE FROM sync_metadata.hosts WHERE hostname = 'gone'");
  }

  private static List<Expression.Selector> ours(Expression expression) {
    return expression.selectors().stream().filter(s -> !NOT_OURS.contains(s.metric())).toList();
  }

  private static double value(Scrape scrape, String metric) {
    return scrape.series().stream()
        .filter(s -> s.metric().equals(metric))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static Scrape scrape() {
    return Scrape.of(node.rest().get("/metrics").body());
  }

  private static String finished(String client) {
    return cluster
        .query(
            "SELECT status FROM sync_metadata.sync_jobs WHERE client_name = '"
                + client
                + "' ORDER BY requested_at DESC LIMIT 1")
        .stream()
        .findFirst()
        .orElse("no job yet");
  }

  private static void sync(String client) {
    node.rest().post("/api/v1/sync/trigger", "{\"client_name\": \"" + client + "\"}");
  }
}
