package dev.tributary.examples.spring;

import dev.tributary.spring.LeaderOnly;
import dev.tributary.spring.SyncFinishedEvent;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** A job that runs on one instance only, however many there are: the one that leads. */
@Component
public class NightlyReport {
  private final Map<String, Long> rows = new ConcurrentHashMap<>();
  private final Consumer<String> out;

  NightlyReport(Consumer<String> out) {
    this.out = out;
  }

  @EventListener
  void synced(SyncFinishedEvent event) {
    rows.merge(event.report().client().value(), event.report().rowsChanged(), Long::sum);
  }

  /** A nightly one would say {@code cron = "0 0 2 * * *"}. */
  @LeaderOnly
  @Scheduled(fixedDelay = 200)
  void report() {
    out.accept("rows mirrored by this leader: " + new TreeMap<>(rows));
  }
}
