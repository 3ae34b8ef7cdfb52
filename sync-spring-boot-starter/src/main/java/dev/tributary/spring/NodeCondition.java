package dev.tributary.spring;

import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.SyncException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How this node and the clients of its cluster are, in both generations' health and in the
 * endpoint.
 */
final class NodeCondition {
  private final String node;
  private final String cluster;
  private final Optional<LeaderElector> elector;
  private final NodeView view;
  private final Supplier<Optional<String>> ownProblem;

  /**
   * @param ownProblem what this process could not put in force
   */
  NodeCondition(
      String node,
      String cluster,
      Optional<LeaderElector> elector,
      NodeView view,
      Supplier<Optional<String>> ownProblem) {
    this.node = node;
    this.cluster = cluster;
    this.elector = elector;
    this.view = view;
    this.ownProblem = ownProblem;
  }

  /** The names of health statuses. */
  enum Level {
    UP,
    /** It works, and something waits for a person or lags behind. */
    DEGRADED,
    DOWN
  }

  /**
   * @param reasons why it is not UP; empty when it is
   */
  record Verdict(Level level, List<String> reasons, Map<String, Object> details) {}

  Verdict verdict() {
    Map<String, Object> details = self();
    try {
      List<String> reasons = new ArrayList<>();
      if (elector.isPresent()) {
        describeLeader(details, reasons);
      }
      List<NodeView.ClientRow> clients = view.clients();
      details.put("clients", clients.size());
      ownProblem.get().ifPresent(reasons::add);
      clients.forEach(client -> reasons.addAll(complaints(client)));
      return verdict(reasons.isEmpty() ? Level.UP : Level.DEGRADED, reasons, details);
    } catch (SyncException e) {
      return verdict(Level.DOWN, List.of(e.getMessage()), details);
    } catch (RuntimeException e) {
      // The DataSource of an application may fail in its own way.
      return verdict(Level.DOWN, List.of("the database cannot be asked: " + e), details);
    }
  }

  private static Verdict verdict(Level level, List<String> reasons, Map<String, Object> details) {
    if (!reasons.isEmpty()) {
      details.put("reasons", List.copyOf(reasons));
    }
    return new Verdict(level, reasons, details);
  }

  /** What this process knows by itself, without asking anybody. */
  Map<String, Object> self() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("node", node);
    details.put("cluster", cluster);
    elector.ifPresent(
        known -> {
          Optional<Leadership> leads = known.current();
          details.put("role", leads.isPresent() ? "leader" : "follower");
          leads.ifPresent(term -> details.put("term", term.token().term()));
        });
    return details;
  }

  private void describeLeader(Map<String, Object> details, List<String> reasons) {
    Optional<NodeView.Leader> leader = view.leader();
    leader.ifPresentOrElse(
        known -> {
          details.put("leader", known.node());
          details.put("term", known.term());
        },
        () -> reasons.add("no node leads cluster " + cluster));
  }

  private static List<String> complaints(NodeView.ClientRow client) {
    List<String> complaints = new ArrayList<>();
    client.holdReason().ifPresent(why -> complaints.add(client.name() + " is on hold: " + why));
    if (client.overdue()) {
      complaints.add(
          client.name()
              + " was last synced "
              + client.lastSync().map(Object::toString).orElse("never"));
    }
    if (client.lastStatus().filter("failed"::equals).isPresent() && client.enabled()) {
      complaints.add("the last run of " + client.name() + " failed");
    }
    if (client.conflicts() > 0) {
      complaints.add(client.name() + ": " + client.conflicts() + " conflicts wait for a person");
    }
    if (client.quarantined() > 0) {
      complaints.add(client.name() + ": " + client.quarantined() + " rows wait in quarantine");
    }
    return complaints;
  }

  /** Each client with all that is known of it. */
  List<Map<String, Object>> clients() {
    return view.clients().stream().map(NodeCondition::describe).toList();
  }

  private static Map<String, Object> describe(NodeView.ClientRow client) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("name", client.name());
    described.put("source", client.source());
    described.put("status", client.status());
    client.holdReason().ifPresent(why -> described.put("holdReason", why));
    described.put("syncEnabled", client.enabled());
    described.put("intervalSeconds", client.intervalSeconds());
    client.lastSync().ifPresent(time -> described.put("lastSync", time.toString()));
    client.lastStatus().ifPresent(status -> described.put("lastStatus", status));
    described.put("overdue", client.overdue());
    described.put("openConflicts", client.conflicts());
    described.put("openQuarantine", client.quarantined());
    return described;
  }
}
