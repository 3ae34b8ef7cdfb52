package dev.tributary.server.node;

import dev.tributary.api.LeaderElector;
import dev.tributary.api.SyncException;
import dev.tributary.core.ClusterLifecycle;
import dev.tributary.core.ClusterLifecycle.Removed;
import dev.tributary.core.Confirmation;
import dev.tributary.core.SyncScheduler;
import dev.tributary.server.health.NodeHealth;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the cluster by way of its last node. That node then elects and schedules no more and
 * refuses every change, but its process stays: one that ended would be started again by whoever
 * looks after it, and that would register the cluster afresh.
 */
public final class ClusterFarewell {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterFarewell.class);

  private final NodeSettings settings;
  private final Parts parts;

  ClusterFarewell(NodeSettings settings, Parts parts) {
    this.settings = settings;
    this.parts = parts;
  }

  /** What ends with the cluster, and who is told. */
  record Parts(
      ClusterLifecycle lifecycle,
      Membership membership,
      NodeHealth health,
      LeaderElector elector,
      Supplier<SyncScheduler> scheduler) {}

  /**
   * Has ended this node's part when it returns; runs under way commit nothing. A refusal changes
   * nothing.
   *
   * @return empty when the cluster is gone already, or somebody else removes it just now
   * @throws dev.tributary.api.ConfigurationInvalid as the lifecycle refuses it
   */
  public Optional<Removed> deregister(Confirmation word, String actor) {
    if (!parts.membership().ending(beingRemoved())) {
      return Optional.empty();
    }
    Removed removed;
    try {
      removed = parts.lifecycle().deregisterFrom(settings.node(), word, actor);
    } catch (RuntimeException e) {
      parts.membership().goesOn();
      throw e;
    }
    parts.membership().ended(removed());
    parts.health().notServing(removed().why() + ": stop it");
    LOG.warn("{} by {}: it elects and syncs no more, stop it", removed().why(), actor);
    end(word, actor);
    return Optional.of(removed);
  }

  private Membership.Over beingRemoved() {
    return new Membership.Over(
        "cluster %s is being removed".formatted(settings.cluster()),
        "See GET /health in a moment, then decide anew.");
  }

  private Membership.Over removed() {
    return new Membership.Over(
        "cluster %s was removed, and this node with it".formatted(settings.cluster()),
        "Stop this node. Started again, it registers the cluster afresh, without clients.");
  }

  /** What election and schedule had written meanwhile goes too. */
  private void end(Confirmation word, String actor) {
    parts.scheduler().get().close();
    parts.elector().close();
    try {
      parts.lifecycle().deregisterFrom(settings.node(), word, actor);
    } catch (SyncException e) {
      LOG.warn("rows of node {} may be left: {}", settings.node(), e.getMessage());
    }
  }
}
