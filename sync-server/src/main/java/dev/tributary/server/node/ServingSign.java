package dev.tributary.server.node;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.StateStore;
import dev.tributary.core.CachingStateStore;
import dev.tributary.core.NodeDescription;
import dev.tributary.core.SyncScheduler;
import dev.tributary.election.PostgresLeaderElector;
import dev.tributary.server.health.NodeHealth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The last thing to begin: from here on the node serves, and says so. */
final class ServingSign implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(TributaryNode.class);
  private static final String SCHEDULES = "deployment.";

  private final Parts parts;

  // Written only by the thread that starts and stops the node
  private volatile Optional<StateStore.Watch> schedules = Optional.empty();

  ServingSign(Parts parts) {
    this.parts = parts;
  }

  /** What has to be there before. */
  record Parts(
      NodeSettings settings,
      NodeHealth health,
      PostgresLeaderElector elector,
      ConnectionSource connections,
      CachingStateStore state,
      Supplier<List<String>> problems,
      List<Runnable> beginnings,
      Supplier<SyncScheduler> scheduler,
      Supplier<NodeDescription> self) {}

  @Override
  public void start() {
    SyncScheduler scheduler = parts.scheduler().get();
    schedules = Optional.of(parts.state().watch(SCHEDULES, entry -> scheduler.wake()));
    PostgresLeaderElector elector = parts.elector();
    parts.health().ownProblems(parts.problems());
    parts.health().serving(elector, this::mode, parts.connections());
    parts.beginnings().forEach(Runnable::run);
    LOG.info(
        "node {} serves cluster {}, health at {}/health",
        parts.settings().node(),
        parts.settings().cluster(),
        parts.self().get().apiUrl().orElse(""));
  }

  private String mode() {
    return parts.elector().mode().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void stop() {
    schedules.ifPresent(StateStore.Watch::close);
    schedules = Optional.empty();
  }

  @Override
  public boolean isRunning() {
    return schedules.isPresent();
  }

  @Override
  public int getPhase() {
    return Phases.SERVING;
  }
}
