package dev.tributary.examples;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.Json;
import dev.tributary.api.NodeId;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateWrite;
import dev.tributary.core.CachingStateStore;
import dev.tributary.core.MetadataSchema;
import dev.tributary.core.PostgresStateStore;
import dev.tributary.postgres.BundledPostgres;
import dev.tributary.postgres.PostgresAccess;
import dev.tributary.postgres.PostgresBinaries;
import dev.tributary.postgres.PostgresSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.DriverManager;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Two nodes share a configuration: one writes it, the other hears of it and reads it from memory.
 */
public final class ShareConfiguration {
  private static final ClusterName CLUSTER = new ClusterName("example");
  private static final String PASSWORD = "the example's";

  private final PrintStream out;

  ShareConfiguration(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (BundledPostgres server =
        BundledPostgres.temporary(PostgresBinaries.bundled(), PostgresSettings.fast())) {
      new ShareConfiguration(System.out).run(server.access());
    }
  }

  void run(PostgresAccess access) throws InterruptedException {
    String url = access.jdbcUrl("postgres");
    MetadataSchema schema =
        MetadataSchema.of(() -> DriverManager.getConnection(url, access.user(), access.password()));
    schema.install();
    schema.createRole(CLUSTER, "sync_service", PASSWORD);
    // an application gives its pool here: ConnectionSource.of(dataSource)
    share(() -> DriverManager.getConnection(url, "sync_service", PASSWORD));
  }

  private void share(ConnectionSource database) throws InterruptedException {
    BlockingQueue<StateEntry> heard = new LinkedBlockingQueue<>();
    try (PostgresStateStore writer = open(database, "a");
        PostgresStateStore store = open(database, "b");
        CachingStateStore reader = CachingStateStore.over(store)) {
      reader.watch("mail.", heard::add);
      writer.write(StateWrite.put("mail.limit", new Json("{\"per_hour\": 100}"), "ann"));
      out.println("b hears: " + heard.take().value());

      StateEntry read = reader.get("mail.limit").orElseThrow();
      StateWrite raise = StateWrite.put("mail.limit", new Json("{\"per_hour\": 200}"), "bob");
      out.println("bob first: " + reader.write(raise.ifVersion(read.version())).isPresent());
      out.println("bob again: " + reader.write(raise.ifVersion(read.version())).isPresent());

      StateEntry last = reader.get("mail.limit").orElseThrow();
      out.println("b reads version " + last.version() + ", from its cache: " + last.cached());
    }
  }

  private static PostgresStateStore open(ConnectionSource database, String node) {
    return PostgresStateStore.builder()
        .connections(database)
        .cluster(CLUSTER)
        .node(new NodeId(node))
        .open();
  }
}
