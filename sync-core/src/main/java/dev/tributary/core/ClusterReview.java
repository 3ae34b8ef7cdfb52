package dev.tributary.core;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A cluster as it stands: its nodes, who leads, its clients.
 *
 * @param lease empty: nobody leads
 * @param clients in the order of their names
 */
public record ClusterReview(
    ClusterName cluster, List<Node> nodes, Optional<Lease> lease, List<Member> clients) {
  public ClusterReview {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(lease, "lease");
    nodes = List.copyOf(nodes);
    clients = List.copyOf(clients);
  }

  /**
   * A node as its last heartbeat left it.
   *
   * @param standing {@code active}, {@code degraded} (silent for two minutes), {@code offline} (for
   *     five, or it has ended), {@code maintenance}, {@code unregistered}
   * @param silence since its last heartbeat; empty: it never had one
   */
  public record Node(
      String name,
      String standing,
      boolean leads,
      Optional<Duration> silence,
      Optional<String> url) {
    public Node {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(standing, "standing");
      Objects.requireNonNull(silence, "silence");
      Objects.requireNonNull(url, "url");
    }
  }

  /** The lease that holds. */
  public record Lease(String leader, long term, Instant expiresAt) {
    public Lease {
      Objects.requireNonNull(leader, "leader");
      Objects.requireNonNull(expiresAt, "expiresAt");
    }
  }

  /**
   * A client, in short.
   *
   * @param lastSyncStatus empty: it was never synced
   */
  public record Member(
      ClientName name, String status, boolean syncEnabled, Optional<String> lastSyncStatus) {
    public Member {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(status, "status");
      Objects.requireNonNull(lastSyncStatus, "lastSyncStatus");
    }
  }

  /** Clients that keep a cluster from being deregistered. */
  public List<Member> enabled() {
    return clients.stream().filter(Member::syncEnabled).toList();
  }

  /** Clients that a deregistration would take along. */
  public List<Member> disabled() {
    return clients.stream().filter(client -> !client.syncEnabled()).toList();
  }

  /** Nodes that keep a cluster from being deregistered. */
  public List<Node> running() {
    return nodes.stream().filter(node -> node.leads() || node.standing().equals("active")).toList();
  }
}
