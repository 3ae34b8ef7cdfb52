package dev.tributary.server.cli.cluster;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.ClusterLifecycle;
import dev.tributary.core.ClusterReview;
import dev.tributary.core.Confirmation;
import dev.tributary.server.cli.option.Actor;
import dev.tributary.server.cli.option.ControlOptions;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.option.TypedWord;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.cli.outcome.Waits;
import dev.tributary.server.control.NodeControls;
import dev.tributary.server.database.Target;
import dev.tributary.server.remote.RemoteCluster;
import dev.tributary.server.report.ClusterAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary cluster deregister}: before its host is destroyed. */
@Command(
    name = "deregister",
    header = "Remove a cluster: its nodes, lease, clients, jobs and state.",
    description = {
      "Refused while a client's sync is enabled. Nodes of this host are stopped first; stop others",
      "where they run. The schemas of clients stay with their rows, the cluster's role stays too.",
      "With --node the last node of the cluster removes it; stop the others first, it afterwards."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tributary cluster deregister --cluster host-1",
      "  tributary cluster deregister --node https://node-a:9443 --token-file token"
    })
final class ClusterDeregisterCommand implements Callable<Integer> {
  private static final String WORD = "DEREGISTER";
  private static final Duration NODES_LEAVE = Duration.ofSeconds(20);

  @Mixin private TypedWord word;
  @Mixin private ControlOptions control;
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Optional<RemoteCluster> remote = node.client().map(RemoteCluster::new);
    if (remote.isPresent()) {
      return at(remote.get());
    }
    try (Target database = target.openTarget(output)) {
      ClusterLifecycle cluster = new ClusterLifecycle(database.connections(), target.acting());
      ClusterReview review = cluster.review();
      Confirmation typed = typed(review);
      if (typed.typed().equals(WORD)) {
        stopNodesOfThisHost(cluster, review);
      }
      output.print(ClusterAnswer.removed(target.acting(), cluster.deregister(typed, Actor.NAME)));
    }
    return ExitCode.DONE;
  }

  /** The node that is asked is the last one of its cluster, and serves no more afterwards. */
  private Integer at(RemoteCluster cluster) {
    ClusterReview review = cluster.review();
    ClusterLifecycle.Removed removed = cluster.deregister(review.cluster(), typed(review));
    output.print(ClusterAnswer.removed(review.cluster(), removed));
    output.say("the node that was asked serves no more: stop it where it runs");
    return ExitCode.DONE;
  }

  private Confirmation typed(ClusterReview review) {
    refuseEnabled(review);
    ClusterAnswer.farewell(review).forEach(output::say);
    return word.ask("Cluster %s will be removed".formatted(review.cluster()), WORD);
  }

  private static void refuseEnabled(ClusterReview review) {
    if (review.enabled().isEmpty()) {
      return;
    }
    throw new ConfigurationInvalid(
        ("cluster %s still syncs: %s. For each of them: pause it (tributary client pause), move it"
                + " to another cluster (tributary client move), or deregister it (tributary client"
                + " deregister); nothing was changed")
            .formatted(
                review.cluster(),
                review.enabled().stream()
                    .map(ClusterAnswer::shown)
                    .collect(Collectors.joining(", "))));
  }

  private void stopNodesOfThisHost(ClusterLifecycle cluster, ClusterReview review) {
    NodeControls controls = control.controls(target.localDirectory());
    for (ClusterReview.Node node : review.running()) {
      if (controls.knows(node.name())) {
        output.say("stopping node " + node.name());
        controls.of(node.name()).stop(node.name());
      }
    }
    Waits.until(NODES_LEAVE, () -> hereAreStopped(cluster.review(), controls));
  }

  private static boolean hereAreStopped(ClusterReview now, NodeControls controls) {
    return now.running().stream().noneMatch(node -> controls.knows(node.name()));
  }
}
