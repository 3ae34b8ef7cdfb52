package dev.tributary.core.internal.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.api.ClusterName;
import dev.tributary.api.NodeId;
import java.util.Objects;
import java.util.Optional;

/**
 * What a node tells of itself in {@code hosts}.
 *
 * @param machine the name of the host that it runs on
 * @param process tells this process from a later one of the same name
 * @param address an IP address
 */
public record HostEntry(
    NodeId node,
    ClusterName cluster,
    String machine,
    String process,
    Optional<String> address,
    Optional<String> apiUrl,
    String version) {
  public HostEntry {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(apiUrl, "apiUrl");
    Objects.requireNonNull(version, "version");
  }

  String metadata() {
    ObjectNode node = Documents.object();
    node.put("machine", machine);
    node.put("process", process);
    node.put("scheduler", true);
    return Documents.text(node);
  }
}
