package dev.tributary.startertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.LeaderElector;
import dev.tributary.spring.SyncDatabase;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.ClassUtils;

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

  /** As {@code @ServiceConnection} adds them for a container. */
  @Test
  void connectionDetailsOfTheApplicationsDataSourceAreThoseOfTributary() {
    try (Installed installed = Installed.fresh();
        ConfigurableApplicationContext application =
            new SpringApplicationBuilder(ExampleApplication.class)
                .web(WebApplicationType.NONE)
                .initializers(context -> addDetails(context, installed))
                .run(
                    "--spring.datasource.url=jdbc:postgresql://not.used.invalid/app",
                    "--spring.flyway.enabled=false",
                    "--spring.main.banner-mode=off",
                    "--tributary.cluster=" + Installed.CLUSTER,
                    "--tributary.leader-election.enabled=true")) {
      LeaderElector elector = application.getBean(LeaderElector.class);
      await().until(() -> elector.current().isPresent());
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void addDetails(ApplicationContext context, Installed installed) {
    Map<String, Object> answers =
        Map.of(
            "getJdbcUrl",
            installed.database().jdbcUrl(),
            "getUsername",
            installed.role(),
            "getPassword",
            Installed.PASSWORD,
            "getDriverClassName",
            "org.postgresql.Driver");
    Class type = detailsType();
    Object details =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class[] {type},
            (proxy, method, arguments) -> answers.get(method.getName()));
    ((GenericApplicationContext) context).registerBean("details", type, () -> details);
  }

  /** The generations of Boot have it in different packages. */
  private static Class<?> detailsType() {
    String now = "org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails";
    String before = "org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails";
    return ClassUtils.resolveClassName(ClassUtils.isPresent(now, null) ? now : before, null);
  }
}
