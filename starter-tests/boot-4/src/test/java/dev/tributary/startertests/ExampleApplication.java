package dev.tributary.startertests;

import dev.tributary.spring.LeaderOnly;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** A web application with a job that only a leader runs. */
@SpringBootApplication
@EnableScheduling
class ExampleApplication {

  /** For tests that kill a process. */
  public static void main(String[] arguments) {
    run(List.of(arguments));
  }

  static ConfigurableApplicationContext run(List<String> arguments) {
    SpringApplication application = new SpringApplication(ExampleApplication.class);
    List<String> all = new ArrayList<>(arguments);
    all.add("--server.port=0");
    all.add("--spring.main.banner-mode=off");
    all.add("--spring.jmx.enabled=false");
    all.add("--spring.flyway.enabled=false");
    return application.run(all.toArray(String[]::new));
  }

  @Bean
  AtomicInteger ticks() {
    return new AtomicInteger();
  }

  @Bean
  Ticking ticking(AtomicInteger ticks) {
    return new Ticking(ticks);
  }

  static class Ticking {
    private final AtomicInteger ticks;

    Ticking(AtomicInteger ticks) {
      this.ticks = ticks;
    }

    @LeaderOnly
    @Scheduled(fixedDelay = 50)
    public void tick() {
      ticks.incrementAndGet();
    }
  }
}
