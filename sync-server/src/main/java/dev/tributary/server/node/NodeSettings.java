package dev.tributary.server.node;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.NodeId;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.connection.SupabaseProject;
import dev.tributary.server.connection.Way;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.discovery.DiscoverySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a node needs to know, from its environment and its command line.
 *
 * @param ways to the database, the best first; empty where there is nothing to choose
 * @param role only a name and a port
 * @param port 0: any free one
 * @param lease how long the others wait for a leader that froze
 * @param cacheTtl how long a cached state may be used without being heard of
 * @param workers how many clients are synced at the same time
 */
public record NodeSettings(
    DatabaseUrl database,
    List<Way> ways,
    ClusterName cluster,
    NodeId node,
    String machine,
    Optional<NodeRole> role,
    int port,
    Duration lease,
    Duration heartbeat,
    Duration cacheTtl,
    int workers,
    Path directory,
    ApiSettings api,
    RuleFiles files,
    DiscoverySettings discovery) {

  public NodeSettings {
    Objects.requireNonNull(database, "database");
    ways = List.copyOf(ways);
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(api, "api");
    Objects.requireNonNull(files, "files");
    Objects.requireNonNull(discovery, "discovery");
    if (heartbeat.multipliedBy(2).compareTo(lease) > 0) {
      throw new ConfigurationInvalid(
          "HEARTBEAT_INTERVAL of %d s is too long for LEASE_DURATION of %d s: at most half of it"
              .formatted(heartbeat.toSeconds(), lease.toSeconds()));
    }
  }

  /**
   * Reads everything else from the variables.
   *
   * @throws ConfigurationInvalid naming the variable, its value and what it may be
   */
  public static NodeSettings of(
      DatabaseUrl database, ClusterName cluster, Path directory, Surroundings around) {
    Optional<NodeRole> role = around.variable("ROLE").map(NodeRole::of);
    Numbers numbers = new Numbers(around);
    return new NodeSettings(
        database,
        SupabaseProject.of(around)
            .map(project -> project.as(database.user()).ways())
            .orElse(List.of()),
        cluster,
        name(around, role),
        around.variable("HOST_NAME").orElse(around.host()),
        role,
        numbers.of("API_PORT", role.map(NodeRole::port).orElse(9443), 0, 65_535),
        numbers.seconds("LEASE_DURATION", 60, 5, 3_600),
        numbers.seconds("HEARTBEAT_INTERVAL", 30, 1, 1_800),
        numbers.seconds("CACHE_TTL", 300, 1, 86_400),
        numbers.of("MAX_SYNC_WORKERS", 4, 1, 64),
        directory,
        ApiSettings.of(around),
        RuleFiles.of(around),
        DiscoverySettings.of(around));
  }

  /** The same at each start, so that a node keeps its row in {@code hosts}. */
  private static NodeId name(Surroundings around, Optional<NodeRole> role) {
    Optional<String> named = around.variable("NODE_NAME");
    if (named.isPresent()) {
      return new NodeId(named.get());
    }
    String host = around.variable("HOST_NAME").orElse(around.host());
    String name = role.map(r -> host + "-" + r.word()).orElse(host);
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "-");
    return new NodeId(plain.matches("[A-Za-z0-9].*") ? plain : "host" + plain);
  }
}
