package dev.tributary.core;

import dev.tributary.api.ClusterName;
import dev.tributary.api.NodeId;
import java.util.Objects;
import java.util.Optional;

/**
 * What a node tells of itself in {@code hosts}.
 *
 * @param machine the name of the host that it runs on
 * @param address its IP address
 * @param apiUrl where its HTTP interface is
 */
public record NodeDescription(
    NodeId node,
    ClusterName cluster,
    String machine,
    Optional<String> address,
    Optional<String> apiUrl,
    String version) {
  public NodeDescription {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(apiUrl, "apiUrl");
    Objects.requireNonNull(version, "version");
  }

  /** A node without address and HTTP interface, such as an application with its own scheduler. */
  public static NodeDescription of(NodeId node, ClusterName cluster, String version) {
    return new NodeDescription(
        node, cluster, node.value(), Optional.empty(), Optional.empty(), version);
  }
}
