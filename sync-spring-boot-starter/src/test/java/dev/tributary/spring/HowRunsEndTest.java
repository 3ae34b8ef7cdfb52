package dev.tributary.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SourceUnavailable;
import dev.tributary.api.StateStore;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.SyncJobs;
import dev.tributary.test.sqlite.SqliteApp;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** One application with a file as it should be and one that is none; events and meters of both. */
final class HowRunsEndTest {
  @TempDir static Path folder;

  private static Installed installed;
  private static Path met;
  private static ConfigurableApplicationContext application;

  @BeforeAll
  static void start() throws Exception {
    installed = Installed.fresh();
    Path good = folder.resolve("good.db");
    new SqliteApp(good).run("CREATE TABLE note (id INTEGER PRIMARY KEY)");
    met = folder.resolve("met.db");
    new SqliteApp(met).run("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)");
    new SqliteApp(met).run("INSERT INTO note VALUES (1, 'first')");
    Path bad = Files.writeString(folder.resolve("bad.db"), "this is no database");
    application =
        new SpringApplicationBuilder(Application.class)
            .properties(installed.properties(folder.resolve("data")))
            .properties(
                "tributary.startup-check=off",
                "tributary.state.enabled=true",
                "tributary.clients[0].name=good",
                "tributary.clients[0].source=" + good,
                "tributary.clients[0].interval=1s",
                "tributary.clients[1].name=bad",
                "tributary.clients[1].source=" + bad,
                "tributary.clients[1].interval=1s",
                "tributary.clients[2].name=met",
                "tributary.clients[2].source=" + met,
                "tributary.clients[2].interval=1s",
                "spring.main.banner-mode=off")
            .run();
  }

  @AfterAll
  static void stop() {
    application.close();
    installed.close();
  }

  @Test
  void aFailedRunIsAnEventWithItsReason() {
    await().until(() -> failures("bad").findAny().isPresent());
    SyncFailedEvent event = failures("bad").findFirst().orElseThrow();
    assertThat(event.failure().cause())
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("bad.db");
  }

  @Test
  void runsAreCountedOnceByTheirEnd() {
    await().until(() -> count("good", "success") > 0 && count("bad", "failed") > 0);
    assertThat(count("good", "success")).isEqualTo(1);
    assertThat(count("good", "failed")).isZero();
    assertThat(count("bad", "success")).isZero();
    await().until(() -> count("bad", "failed") == failures("bad").count());
  }

  @Test
  void aJobWhoseFileIsMissingIsHeardAndCountedAsWell() {
    SyncJobs jobs =
        new SyncJobs(installed.database().connections(), new ClusterName(Installed.CLUSTER));
    ClientName gone = new ClientName("gone");
    jobs.sync(UUID.randomUUID(), SyncRequest.of(gone, folder.resolve("gone.db")));
    await().until(() -> count("gone", "failed") == 1);
    assertThat(failures("gone").map(event -> event.failure().cause()))
        .singleElement()
        .isInstanceOf(SourceUnavailable.class);
  }

  @Test
  void aClientWhoseFileIsAsItWasIsCountedWithoutARun() {
    await().until(() -> count("good", "unchanged") > 0);
  }

  @Test
  void aRowThatBothSidesChangedIsAnEventAndCounted() throws Exception {
    await().until(() -> installed.ask("SELECT body FROM client_met.note").isPresent());
    try (Connection connection = installed.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE client_met.note SET body = 'theirs'");
    }
    new SqliteApp(met).run("UPDATE note SET body = 'ours'");
    List<ConflictsSeenEvent> seen = application.getBean(Seen.class).conflicts;
    await().until(() -> !seen.isEmpty());
    assertThat(seen.get(0).conflicts().client().value()).isEqualTo("met");
    assertThat(seen.get(0).conflicts().open()).isEqualTo(1);
    assertThat(seen.get(0).conflicts().counts())
        .singleElement()
        .satisfies(count -> assertThat(count.table()).isEqualTo("note"));
    // The meters may hear of it after the event, on the thread of the run.
    await().until(() -> meters().find("conflicts.unresolved").tag("client", "met").gauge() != null);
    assertThat(meters().get("conflicts.detected").tag("client", "met").counter().count())
        .isEqualTo(1);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        meters().get("conflicts.unresolved").tag("client", "met").gauge().value())
                    .isEqualTo(1));
    assertThat(installed.ask("SELECT body FROM client_met.note")).contains("theirs");
  }

  @Test
  void theCacheOfTheStateIsMeasured() {
    StateStore store = application.getBean(StateStore.class);
    double before = function("state.cache.misses");
    store.get("no.such.key");
    store.get("no.such.key");
    assertThat(function("state.cache.misses") - before).isEqualTo(1);
    assertThat(function("state.cache.hits")).isGreaterThanOrEqualTo(1);
    assertThat(meters().get("state.sync.lag").timeGauge().value()).isBetween(0.0, 60.0);
  }

  private static double function(String name) {
    return meters().get(name).functionCounter().count();
  }

  private static long count(String client, String status) {
    return Optional.ofNullable(
            meters().find("sync.operations").tags("client", client, "status", status).counter())
        .map(Counter::count)
        .orElse(0.0)
        .longValue();
  }

  private static MeterRegistry meters() {
    return application.getBean(MeterRegistry.class);
  }

  private static Stream<SyncFailedEvent> failures(String client) {
    return application.getBean(Seen.class).failed.stream()
        .filter(event -> event.failure().client().value().equals(client));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    @Bean
    Seen seen(MeterRegistry meters, List<MeterBinder> binders) {
      binders.forEach(binder -> binder.bindTo(meters)); // as the actuator does, which is not here
      return new Seen();
    }
  }

  static final class Seen {
    final List<SyncFailedEvent> failed = new CopyOnWriteArrayList<>();
    final List<ConflictsSeenEvent> conflicts = new CopyOnWriteArrayList<>();

    @EventListener
    void on(SyncFailedEvent event) {
      failed.add(event);
    }

    @EventListener
    void on(ConflictsSeenEvent event) {
      conflicts.add(event);
    }
  }
}
