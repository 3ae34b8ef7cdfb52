package dev.tributary.core;

import dev.tributary.test.DatabaseTemplate;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;

/** Databases in which the schema is installed. */
public final class InstalledDatabase {
  private static final DatabaseTemplate TEMPLATE = new DatabaseTemplate(InstalledDatabase::install);

  private InstalledDatabase() {}

  public static TestDatabase create() {
    return TEMPLATE.newDatabase();
  }

  /** On a server that the test may break; it outlives this. */
  public static TestDatabase on(PostgresServer server) {
    TestDatabase database = server.newDatabase();
    install(database);
    return database;
  }

  private static void install(TestDatabase database) {
    MetadataSchema.of(database.connections()).install();
  }
}
