package dev.tributary.spring;

import dev.tributary.api.NodeId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The name under which this process shows itself. */
final class NodeName {
  private NodeName() {}

  static NodeId of(TributaryProperties properties) {
    return new NodeId(properties.node().isEmpty() ? ofHost() : properties.node());
  }

  private static String ofHost() {
    String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElseGet(NodeName::asked);
    String allowed = host.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[._-]+", "");
    return allowed.isEmpty() ? "node" : allowed.substring(0, Math.min(100, allowed.length()));
  }

  private static String asked() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "node"; // a name for display; the holder in the lease tells processes apart
    }
  }
}
