package dev.tributary.server.node;

import dev.tributary.core.MetadataSchema;
import dev.tributary.test.DatabaseTemplate;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;

/** A database of its own with the schema and no role: on the shared server a copy, made quickly. */
public final class InstalledDatabase {
  private static final DatabaseTemplate TEMPLATE = new DatabaseTemplate(InstalledDatabase::install);

  private InstalledDatabase() {}

  public static TestDatabase on(PostgresServer server) {
    if (server.equals(PostgresServer.shared())) {
      return TEMPLATE.newDatabase();
    }
    TestDatabase database = server.newDatabase();
    install(database);
    return database;
  }

  private static void install(TestDatabase database) {
    MetadataSchema.of(database.connections()).install();
  }
}
