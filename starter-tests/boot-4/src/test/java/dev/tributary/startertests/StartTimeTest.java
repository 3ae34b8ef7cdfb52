package dev.tributary.startertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** What the starter adds to the start of an application. */
final class StartTimeTest {
  @TempDir Path folder;

  @Test
  void anApplicationThatMirrorsStartsLessThanASecondLater() throws Exception {
    try (Installed installed = Installed.fresh()) {
      Path file =
          new SqliteApp(folder.resolve("app.db")).run("CREATE TABLE note (id INTEGER)").file();
      List<String> mirroring = installed.arguments(folder);
      mirroring.add("--tributary.clients[0].name=acme");
      mirroring.add("--tributary.clients[0].source=" + file);
      Duration empty = shortest(List.of());
      Duration with = shortest(mirroring);
      System.out.printf("start: %s without, %s with Tributary%n", empty, with);
      assertThat(with.minus(empty)).isLessThan(Duration.ofSeconds(1));
    }
  }

  private static Duration shortest(List<String> arguments) {
    return Duration.ofNanos(LongStream.range(0, 3).map(i -> start(arguments)).min().orElseThrow());
  }

  private static long start(List<String> arguments) {
    SpringApplication application = new SpringApplication(Empty.class);
    long before = System.nanoTime();
    List<String> all = new ArrayList<>(arguments);
    all.add("--spring.main.web-application-type=none");
    all.add("--spring.main.banner-mode=off");
    all.add("--spring.autoconfigure.exclude=" + WebApplicationTest.dataSourceConfiguration());
    try (ConfigurableApplicationContext context = application.run(all.toArray(String[]::new))) {
      assertThat(context.isActive()).isTrue();
      return System.nanoTime() - before;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Empty {}
}
