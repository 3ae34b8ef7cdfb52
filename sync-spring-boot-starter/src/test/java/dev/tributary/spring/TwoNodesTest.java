package dev.tributary.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.LeaderElector;
import dev.tributary.api.LossReason;
import dev.tributary.test.sqlite.SqliteApp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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

/** Two instances of one application mirror a file, and one goes on when the other stops. */
final class TwoNodesTest {
  private static Installed installed;

  @TempDir Path folder;

  @BeforeAll
  static void install() {
    installed = Installed.fresh();
  }

  @AfterAll
  static void drop() {
    installed.close();
  }

  @Test
  void theOtherInstanceTakesOverAndNothingIsLost() throws Exception {
    Path file = folder.resolve("app.db");
    new SqliteApp(file).run("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)");
    new SqliteApp(file).run("INSERT INTO note VALUES (1, 'first')");
    try (ConfigurableApplicationContext first = start("a", file);
        ConfigurableApplicationContext second = start("b", file)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(note(1)).contains("first"));
      await().until(() -> leads(first) != leads(second));
      ConfigurableApplicationContext leader = leads(first) ? first : second;
      ConfigurableApplicationContext follower = leads(first) ? second : first;
      await()
          .untilAsserted(
              () ->
                  assertThat(follower.getBean(NodeCondition.class).verdict())
                      .satisfies(
                          verdict -> {
                            assertThat(verdict.level()).isEqualTo(NodeCondition.Level.UP);
                            assertThat(verdict.details())
                                .containsEntry("role", "follower")
                                .containsEntry("clients", 1);
                          }));
      Seen seen = leader.getBean(Seen.class);
      assertThat(leader.getBean(MeterRegistry.class).get("is.leader").gauge().value()).isEqualTo(1);
      assertThat(
              leader
                  .getBean(MeterRegistry.class)
                  .get("leader.elections")
                  .tag("result", "renewed")
                  .functionCounter()
                  .count())
          .isGreaterThanOrEqualTo(1);
      assertThat(
              leader
                  .getBean(MeterRegistry.class)
                  .get("sync.operations")
                  .tags("client", "acme", "status", "success")
                  .counter()
                  .count())
          .isGreaterThanOrEqualTo(1);
      leader.close();

      new SqliteApp(file).run("INSERT INTO note VALUES (2, 'second')");
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(note(2)).contains("second"));
      assertThat(leads(follower)).isTrue();
      assertThat(seen.events).first().isInstanceOf(LeadershipGainedEvent.class);
      assertThat(seen.events)
          .last()
          .isInstanceOfSatisfying(
              LeadershipLostEvent.class,
              lost -> assertThat(lost.reason()).isEqualTo(LossReason.CLOSED));
      assertThat(seen.events).hasAtLeastOneElementOfType(SyncFinishedEvent.class);
    }
  }

  private static Optional<String> note(int id) {
    return installed.ask("SELECT body FROM client_acme.note WHERE id = " + id);
  }

  private static boolean leads(ConfigurableApplicationContext context) {
    return context.isActive() && context.getBean(LeaderElector.class).current().isPresent();
  }

  private ConfigurableApplicationContext start(String node, Path file) {
    List<String> arguments =
        new ArrayList<>(List.of(installed.properties(folder.resolve("data-" + node))));
    arguments.addAll(
        List.of(
            "tributary.node=" + node,
            "tributary.clients[0].name=acme",
            "tributary.clients[0].source=" + file,
            "tributary.clients[0].interval=1s",
            "spring.main.banner-mode=off"));
    return new SpringApplicationBuilder(Application.class)
        .run(arguments.stream().map(property -> "--" + property).toArray(String[]::new));
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
    final List<Object> events = new CopyOnWriteArrayList<>();

    @EventListener({
      LeadershipGainedEvent.class,
      LeadershipLostEvent.class,
      SyncFinishedEvent.class
    })
    void on(Object event) {
      events.add(event);
    }
  }
}
