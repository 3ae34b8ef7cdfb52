package dev.tributary.startertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.core.MetadataSchema;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** The numbered files on the class path are migrations of Flyway as they are. */
final class FlywayTest {

  @Test
  void flywayInstallsTheSchemaAndFindsNothingToDoTheSecondTime() {
    try (TestDatabase database = PostgresServer.shared().newDatabase()) {
      assertThat(flyway(database).migrate().migrationsExecuted).isPositive();
      assertThat(MetadataSchema.of(database.connections()).status().isCurrent()).isTrue();
      assertThat(flyway(database).migrate().migrationsExecuted).isZero();
    }
  }

  private static Flyway flyway(TestDatabase database) {
    return Flyway.configure()
        .dataSource(database.jdbcUrl(), database.superuser(), database.password())
        .locations("classpath:dev/tributary/core/metadata")
        .sqlMigrationPrefix("")
        .sqlMigrationSeparator("_")
        .defaultSchema("public")
        .createSchemas(false)
        .table("tributary_history")
        .group(true)
        .load();
  }
}
