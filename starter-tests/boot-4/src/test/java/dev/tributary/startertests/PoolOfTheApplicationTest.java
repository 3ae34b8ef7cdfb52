package dev.tributary.startertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.LeaderElector;
import dev.tributary.spring.SyncDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** An application with a DataSource of its own, whose pool is exhausted. */
final class PoolOfTheApplicationTest {
  @TempDir Path folder;

  @Test
  void anExhaustedPoolDoesNotKeepANodeFromLeading() throws Exception {
    try (Installed installed = Installed.fresh();
        ConfigurableApplicationContext application =
            ExampleApplication.run(
                List.of(
                    "--spring.main.web-application-type=none",
                    "--spring.datasource.url=" + installed.database().jdbcUrl(),
                    "--spring.datasource.username=" + installed.role(),
                    "--spring.datasource.password=" + Installed.PASSWORD,
                    "--spring.datasource.hikari.maximum-pool-size=1",
                    "--tributary.cluster=" + Installed.CLUSTER,
                    "--tributary.leader-election.enabled=true"));
        Connection last = application.getBean(DataSource.class).getConnection()) {
      assertThat(last.isValid(1)).isTrue();
      LeaderElector elector = application.getBean(LeaderElector.class);
      await().until(() -> elector.current().isPresent());
      elector.resign();
      await().until(() -> elector.current().isPresent());
      try (Connection direct = application.getBean(SyncDatabase.class).direct().connect()) {
        assertThat(direct.isValid(1)).isTrue();
      }
    }
  }
}
