package dev.tributary.spring;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SourceUnavailable;
import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.MetadataSchema;
import dev.tributary.core.SchemaStatus;
import dev.tributary.core.SourceCheck;
import dev.tributary.spring.TributaryProperties.StartupCheck;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks, before anything runs, whether database, schema, role and files are as needed. */
final class StartupLook implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(StartupLook.class);
  private static final String OR_WAIT =
      " To start all the same and wait for it, set tributary.startup-check=warn.";

  private final TributaryProperties properties;
  private final SyncDatabase database;
  private final List<TributaryProperties.Client> clients;

  /**
   * @param clients whose files are looked at
   */
  StartupLook(
      TributaryProperties properties,
      SyncDatabase database,
      List<TributaryProperties.Client> clients) {
    this.properties = properties;
    this.database = database;
    this.clients = clients;
  }

  @Override
  public void run() {
    if (properties.startupCheck() == StartupCheck.OFF) {
      return;
    }
    try {
      look();
    } catch (CannotStart e) {
      if (properties.startupCheck() == StartupCheck.FAIL) {
        throw e;
      }
      LOG.warn("{} {}", e.getMessage(), e.wayOut());
    }
  }

  private void look() {
    SchemaStatus schema = status();
    requireSchema(schema);
    requireRole(schema);
    if (!clients.isEmpty()) {
      SqliteVersion.require();
    }
    for (int i = 0; i < clients.size(); i++) {
      requireFile(i, clients.get(i));
    }
  }

  private SchemaStatus status() {
    try {
      // Not the pool: it would try for a while what a look sees at once.
      return MetadataSchema.of(database.direct()).status();
    } catch (TargetUnavailable e) {
      throw new CannotStart(
          "the database of Tributary does not answer: " + e.getMessage(),
          "Check that it runs, and tributary.datasource.url or the application's DataSource."
              + OR_WAIT,
          e);
    } catch (SyncException e) {
      throw new CannotStart(
          "the database of Tributary cannot be used: " + e.getMessage(),
          "Check tributary.datasource or the application's DataSource.",
          e);
    }
  }

  private void requireSchema(SchemaStatus schema) {
    if (schema.installed().isEmpty()) {
      throw new CannotStart(
          "the schema sync_metadata is not installed, or role %s may not use it"
              .formatted(schema.role()),
          "An administrator of the database installs it once: tributary db install --target URL,"
              + " or with the SQL files in dev/tributary/core/metadata on the class path; and makes"
              + " the role: tributary db role --cluster "
              + properties.cluster()
              + "."
              + OR_WAIT);
    }
    if (!schema.isCurrent()) {
      throw new CannotStart(
          "the schema sync_metadata has version %d, this program needs %d"
              .formatted(schema.installed().getAsInt(), schema.wanted()),
          "An administrator runs: tributary db upgrade --target URL; or use the version of"
              + " Tributary that belongs to it.");
    }
  }

  private void requireRole(SchemaStatus schema) {
    String serves = schema.cluster().map(ClusterName::value).orElse("");
    if (serves.equals(properties.cluster()) || (serves.isEmpty() && properties.allowSuperuser())) {
      return;
    }
    String makeOne = "tributary db role --cluster " + properties.cluster();
    if (serves.isEmpty()) {
      throw new CannotStart(
          "role %s is no role of a node: it serves no cluster".formatted(schema.role()),
          "Connect as a role that an administrator made with: "
              + makeOne
              + ". To let an administrator's role run all the same, set"
              + " tributary.allow-superuser=true.");
    }
    throw new CannotStart(
        "role %s serves cluster %s, and tributary.cluster is '%s'"
            .formatted(schema.role(), serves, properties.cluster()),
        "Set tributary.cluster=%s, or connect as a role made with: %s.".formatted(serves, makeOne));
  }

  private static void requireFile(int index, TributaryProperties.Client client) {
    String property = "tributary.clients[" + index + "].source";
    try {
      SourceCheck.requireSqliteFile(Path.of(client.source()));
    } catch (SourceUnavailable e) {
      throw new CannotStart(
          property + " cannot be read: " + e.getMessage(),
          "Set it to the path of client %s's SQLite file, or make the file readable."
                  .formatted(client.name())
              + OR_WAIT,
          e);
    } catch (ConfigurationInvalid e) {
      throw new CannotStart(
          property + " is no source: " + e.getMessage(),
          "Set it to the path of client %s's SQLite file.".formatted(client.name()),
          e);
    }
  }
}
