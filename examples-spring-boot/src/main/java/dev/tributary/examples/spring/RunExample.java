package dev.tributary.examples.spring;

import dev.tributary.api.ClusterName;
import dev.tributary.core.MetadataSchema;
import dev.tributary.postgres.BundledPostgres;
import dev.tributary.postgres.PostgresAccess;
import dev.tributary.postgres.PostgresBinaries;
import dev.tributary.postgres.PostgresSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What is around {@link MirroringApplication} here and not elsewhere: a bundled PostgreSQL, the
 * administrator who prepares it once, and the two apps that own the files.
 */
public final class RunExample {
  private static final String PASSWORD = "only-for-this-example";

  private RunExample() {}

  /** Takes the folder to work in; without one, a new temporary folder. Ends after 5 s. */
  public static void main(String[] arguments)
      throws IOException, SQLException, InterruptedException {
    Path folder =
        arguments.length > 0
            ? Files.createDirectories(Path.of(arguments[0]))
            : Files.createTempDirectory("tributary-example-");
    run(folder, System.out::println, context -> Thread.sleep(5000));
  }

  interface While {
    void running(ConfigurableApplicationContext context) throws InterruptedException, SQLException;
  }

  static void run(Path folder, Consumer<String> out, While then)
      throws IOException, SQLException, InterruptedException {
    app(folder.resolve("acme.db"), "buy milk", "call Ann");
    app(folder.resolve("globex.db"), "sleep");
    try (BundledPostgres server =
        BundledPostgres.temporary(PostgresBinaries.bundled(), PostgresSettings.fast())) {
      PostgresAccess access = server.access();
      install(access);
      SpringApplication application = new SpringApplication(MirroringApplication.class);
      application.addInitializers(
          context -> context.getBeanFactory().registerSingleton("out", out));
      try (ConfigurableApplicationContext context =
          application.run(
              "--example.folder=" + folder,
              "--example.database=" + access.jdbcUrl("postgres"),
              "--example.password=" + PASSWORD)) {
        then.running(context);
      }
    }
  }

  /** Once for each database: the schema, and a role for the nodes of a cluster. */
  private static void install(PostgresAccess access) {
    MetadataSchema schema =
        MetadataSchema.of(
            () ->
                DriverManager.getConnection(
                    access.jdbcUrl("postgres"), access.user(), access.password()));
    schema.install();
    schema.createRole(new ClusterName("example"), "sync_service", PASSWORD);
  }

  /** Plays an app that owns a file. */
  private static void app(Path file, String... notes) throws SQLException {
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = sqlite.createStatement()) {
      statement.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)");
      for (String note : notes) {
        statement.execute("INSERT INTO note (body) VALUES ('" + note + "')");
      }
    }
  }
}
