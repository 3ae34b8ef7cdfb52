package dev.tributary.test;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A database of {@link PostgresServer#shared()} that is filled once per JVM, with its first use,
 * and copied from then on: a test has what takes long to install in the time of an empty one.
 *
 * <p>Roles belong to the server, so no copy has roles of its own. Safe for use by several threads.
 */
public final class DatabaseTemplate {
  private final Consumer<TestDatabase> fill;

  // Guarded by this
  private @Nullable TestDatabase template;

  /**
   * @param fill fills the empty database, and leaves no connection open
   */
  public DatabaseTemplate(Consumer<TestDatabase> fill) {
    this.fill = requireNonNull(fill, "fill");
  }

  /** Makes a database with all that the template holds, which no other test uses. */
  public synchronized TestDatabase newDatabase() {
    PostgresServer server = PostgresServer.shared();
    if (template == null) {
      TestDatabase fresh = server.newDatabase();
      if (server.wasGiven()) {
        Runtime.getRuntime().addShutdownHook(new Thread(fresh::close, "drop-template"));
      }
      fill.accept(fresh);
      template = fresh;
    }
    return server.copyOf(template);
  }
}
