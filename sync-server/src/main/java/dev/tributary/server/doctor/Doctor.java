package dev.tributary.server.doctor;

import dev.tributary.api.ClusterName;
import dev.tributary.api.SyncException;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.core.internal.metadata.MetadataInstaller;
import dev.tributary.core.internal.metadata.MetadataStatus;
import dev.tributary.server.connection.ConnectionSelector;
import dev.tributary.server.connection.Way;
import dev.tributary.server.database.ClientRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All checks of one database, one cluster and this machine. Changes nothing. */
public final class Doctor {
  private final DatabaseUrl url;
  private final ClusterName cluster;
  private final Path directory;
  private final InstantSource clock;
  private final List<Way> ways;

  /**
   * @param ways to the database, the best first; none for one of this machine's own
   * @param directory of local files
   */
  public Doctor(
      DatabaseUrl url, List<Way> ways, ClusterName cluster, Path directory, InstantSource clock) {
    this.url = url;
    this.ways = List.copyOf(ways);
    this.cluster = cluster;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Looks; a check that cannot be done says so, and the others go on.
   *
   * @param files of apps that are no clients yet
   * @param log where a node writes its own
   */
  public List<Finding> examine(List<Path> files, Optional<Path> log) {
    Map<String, Path> sources = new LinkedHashMap<>();
    files.forEach(file -> sources.put(file.toString(), file));
    List<Finding> findings = new ArrayList<>(ProgramChecks.all());
    ConnectionChecks connection = new ConnectionChecks(url);
    findings.addAll(connection.addresses());
    findings.addAll(new WayChecks(ConnectionSelector.overSockets()).of(ways));
    try {
      findings.addAll(
          new Database(url.connections())
              .withConnection("reach the database", open -> ofDatabase(open, connection)));
      addClients(sources);
    } catch (SyncException e) {
      findings.add(
          Finding.failure(
              "database", String.valueOf(e.getMessage()), "the message says the way out"));
    }
    sources.forEach((name, file) -> findings.add(FileChecks.source(name, file)));
    findings.add(FileChecks.directory(directory, List.copyOf(sources.values())));
    log.map(FileChecks::log).ifPresent(findings::add);
    return findings;
  }

  private List<Finding> ofDatabase(Connection open, ConnectionChecks connection)
      throws SQLException {
    List<Finding> findings = new ArrayList<>();
    findings.add(connection.kind(open));
    findings.add(connection.tls(open));
    findings.addAll(new ServerChecks(clock).of(open));
    MetadataStatus status = new MetadataInstaller(new Database(url.connections())).status();
    RoleChecks role = new RoleChecks(cluster);
    findings.add(role.schema(status));
    if (status.isInstalled()) {
      findings.addAll(role.role(open, status));
    }
    return findings;
  }

  /** Adds the files of the cluster's clients to those that are looked at. */
  private void addClients(Map<String, Path> sources) {
    MetadataStatus status = new MetadataInstaller(new Database(url.connections())).status();
    if (!status.isInstalled() || status.isOutdated() || status.isAhead()) {
      return;
    }
    for (Map<String, Object> client : new ClientRows(url.connections(), cluster).status("")) {
      sources.put(
          String.valueOf(client.get("client_name")),
          Path.of(String.valueOf(client.get("source_path"))));
    }
  }
}
