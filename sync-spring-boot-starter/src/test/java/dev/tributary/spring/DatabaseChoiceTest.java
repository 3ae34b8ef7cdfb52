package dev.tributary.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which database is taken: an address, details, or one of the application's. None is running. */
final class DatabaseChoiceTest {
  @TempDir Path folder;

  private final ApplicationContextRunner runner =
      Contexts.runner().withPropertyValues("tributary.startup-check=off");

  private ApplicationContextRunner withDatabase() {
    return Contexts.withDatabase(runner, folder);
  }

  @Test
  void anAddressMakesAPoolThatTheApplicationDoesNotTakeForItsOwn() {
    withDatabase()
        .withPropertyValues("tributary.sync.enabled=true")
        .withBean(HandElector.class)
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(SyncDatabase.class)
                    .doesNotHaveBean(DataSource.class));
  }

  @Test
  void withoutAnyDatabaseTheWayOutIsSaid() {
    runner
        .withPropertyValues("tributary.sync.enabled=true")
        .run(
            context ->
                assertThat(Contexts.analysis(context.getStartupFailure()))
                    .satisfies(
                        analysis -> {
                          assertThat(analysis.getDescription())
                              .contains("the application has no DataSource");
                          assertThat(analysis.getAction()).contains("tributary.datasource.url");
                        }));
  }

  @Test
  void amongSeveralDataSourcesOneMustBeMarked() {
    runner
        .withPropertyValues("tributary.sync.enabled=true")
        .withBean("first", PGSimpleDataSource.class)
        .withBean("second", PGSimpleDataSource.class)
        .run(
            context ->
                assertThat(Contexts.analysis(context.getStartupFailure()).getAction())
                    .contains("@SyncDataSource"));
  }

  @Test
  void theMarkedDataSourceIsTaken() {
    runner
        .withPropertyValues(
            "tributary.sync.enabled=true",
            "tributary.sync.scheduled=false",
            "tributary.data-directory=" + folder)
        .withBean(HandElector.class)
        .withUserConfiguration(TwoDataSources.class)
        .run(
            context ->
                assertThat(context.getBean(SyncDatabase.class).pooled())
                    .satisfies(pooled -> assertThatRefusedBy(pooled::connect, "marked.invalid")));
  }

  private interface Connecting {
    Object connect() throws SQLException;
  }

  private static void assertThatRefusedBy(Connecting connecting, String host) {
    assertThatThrownBy(connecting::connect)
        .isInstanceOf(SQLException.class)
        .hasStackTraceContaining(host);
  }

  @Test
  void detailsThatAreKnownAtRunTimeGoBeforeTheProperties() {
    withDatabase()
        .withPropertyValues("tributary.sync.enabled=true")
        .withBean(HandElector.class)
        .withBean(
            SyncConnectionDetails.class,
            () ->
                SyncConnectionDetails.of(
                    "jdbc:postgresql://told.invalid/app?loginTimeout=1", "someone", "geheim"))
        .run(
            context -> {
              SyncDatabase database = context.getBean(SyncDatabase.class);
              assertThatRefusedBy(database.direct()::connect, "told.invalid");
              assertThat(context.getBean(SyncConnectionDetails.class).toString())
                  .contains("someone")
                  .doesNotContain("geheim");
            });
  }

  @Test
  void detailsThatAreNoAddressAreToldWithoutTheirPassword() {
    runner
        .withPropertyValues("tributary.sync.enabled=true")
        .withBean(
            SyncConnectionDetails.class,
            () -> SyncConnectionDetails.of("mysql://u:geheim@h/d", "", ""))
        .run(
            context ->
                assertThat(Contexts.analysis(context.getStartupFailure()).getDescription())
                    .startsWith("what the bean SyncConnectionDetails says cannot be used")
                    .doesNotContain("geheim"));
  }

  @Test
  void aBadAddressIsToldWithoutItsPassword() {
    runner
        .withPropertyValues(
            "tributary.sync.enabled=true", "tributary.datasource.url=mysql://u:geheim@h/d")
        .run(
            context ->
                assertThat(Contexts.analysis(context.getStartupFailure()).getDescription())
                    .contains("tributary.datasource")
                    .doesNotContain("geheim"));
  }

  @Test
  void thePoolOfTheApplicationIsPassedBy() {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl("jdbc:postgresql://pool.invalid/app");
    assertThatRefusedBy(DirectConnections.past(pool)::connect, "pool.invalid");
    assertThat(pool.isRunning()).isFalse();
  }

  @Test
  void whatIsBelowThePoolIsAskedWithTheNameThatThePoolUses() {
    DataSource below =
        (DataSource)
            Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, args) -> {
                  throw new SQLException(
                      method.getName() + " by " + (args == null ? "nobody" : args[0]));
                });
    HikariDataSource pool = new HikariDataSource();
    pool.setDataSource(below);
    pool.setUsername("node");
    pool.setPassword("geheim");
    assertThatRefusedBy(DirectConnections.past(pool)::connect, "getConnection by node");
  }

  @Configuration(proxyBeanMethods = false)
  static class TwoDataSources {
    @Bean
    DataSource other() {
      return at("other.invalid");
    }

    @Bean
    @SyncDataSource
    DataSource marked() {
      return at("marked.invalid");
    }

    private static DataSource at(String host) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setServerNames(new String[] {host});
      return source;
    }
  }
}
