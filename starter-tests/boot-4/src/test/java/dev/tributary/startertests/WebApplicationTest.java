package dev.tributary.startertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.test.sqlite.SqliteApp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/** What a web application with the actuator shows of Tributary, over HTTP. */
final class WebApplicationTest {
  @TempDir static Path folder;

  private static Installed installed;
  private static ConfigurableApplicationContext application;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    installed = Installed.fresh();
    Path file =
        new SqliteApp(folder.resolve("app.db"))
            .run(
                "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
                "INSERT INTO note VALUES (1, 'first')")
            .file();
    List<String> arguments = installed.arguments(folder);
    arguments.addAll(
        List.of(
            "--tributary.node=web-1",
            "--tributary.clients[0].name=acme",
            "--tributary.clients[0].source=" + file,
            "--tributary.clients[0].interval=1s",
            "--spring.autoconfigure.exclude=" + dataSourceConfiguration(),
            "--management.endpoints.web.exposure.include=*",
            "--management.endpoint.health.show-details=always"));
    application = ExampleApplication.run(arguments);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> installed.ask("SELECT body FROM client_acme.note").isPresent());
  }

  /** The application has Spring JDBC on its class path and no database of its own. */
  static String dataSourceConfiguration() {
    String now = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";
    String before = "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration";
    return ClassUtils.isPresent(now, null) ? now : before;
  }

  @AfterAll
  static void stop() {
    application.close();
    installed.close();
  }

  @Test
  void healthTellsRoleLeaderAndClients() throws Exception {
    await()
        .untilAsserted(
            () ->
                assertThat(get("/actuator/health").body())
                    .contains("\"sync\":{")
                    .contains("\"role\":\"leader\"", "\"leader\":\"web-1\"", "\"clients\":1"));
    assertThat(get("/actuator/health").statusCode()).isEqualTo(200);
    assertThat(get("/actuator/health/sync").body()).contains("\"status\":\"UP\"", "\"details\":{");
  }

  @Test
  void infoTellsTheNode() throws Exception {
    assertThat(get("/actuator/info").body())
        .contains("\"sync\":{", "\"node\":\"web-1\"", "\"cluster\":\"boot\"");
  }

  @Test
  void theEndpointTellsTheClients() throws Exception {
    assertThat(get("/actuator/sync").body())
        .contains("\"status\":\"UP\"", "\"name\":\"acme\"", "\"lastStatus\"");
    assertThat(get("/actuator/sync/acme").body()).contains("\"intervalSeconds\":1");
    assertThat(get("/actuator/sync/nobody").statusCode()).isEqualTo(404);
  }

  @Test
  void theEndpointTriggersARun() throws Exception {
    HttpResponse<String> answer = post("/actuator/sync/acme", "{\"full\":true}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"syncId\":\"sync_");
    await()
        .untilAsserted(
            () ->
                assertThat(
                        installed.ask(
                            "SELECT status FROM sync_metadata.sync_jobs"
                                + " WHERE triggered_by = 'actuator' AND sync_type = 'full'"))
                    .contains("success"));
  }

  @Test
  void aRunOfAClientThatNobodyKnowsIsRefused() throws Exception {
    HttpResponse<String> answer = post("/actuator/sync/nobody", "{}");
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void meterNamesAreThoseOfTheDashboards() throws Exception {
    assertThat(get("/actuator/metrics/is.leader").body()).contains("\"value\":1.0");
    assertThat(get("/actuator/metrics/sync.operations").body()).contains("\"acme\"", "\"success\"");
    assertThat(get("/actuator/metrics/sync.duration").statusCode()).isEqualTo(200);
  }

  @Test
  void theScheduledJobRunsOnTheLeader() {
    AtomicInteger ticks = application.getBean(AtomicInteger.class);
    int before = ticks.get();
    await().until(() -> ticks.get() > before);
  }

  private URI uri(String path) {
    String port = application.getEnvironment().getRequiredProperty("local.server.port");
    return URI.create("http://localhost:" + port + path);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(post, HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
