package dev.tributary.server.node;

import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.StateStore;
import dev.tributary.conflict.ConfiguredConflicts;
import dev.tributary.core.CachingStateStore;
import dev.tributary.core.ClientLifecycle;
import dev.tributary.core.ClusterLifecycle;
import dev.tributary.core.NodeDescription;
import dev.tributary.core.PostgresStateStore;
import dev.tributary.core.ScheduleSettings;
import dev.tributary.core.SourceDiscovery;
import dev.tributary.core.StateFeed;
import dev.tributary.core.SyncClients;
import dev.tributary.core.SyncJobs;
import dev.tributary.core.SyncScheduler;
import dev.tributary.election.PostgresLeaderElector;
import dev.tributary.server.config.ConflictRulesFile;
import dev.tributary.server.config.IntervalRules;
import dev.tributary.server.config.IntervalSettings;
import dev.tributary.server.config.NodeOption;
import dev.tributary.server.config.WatchedFile;
import dev.tributary.server.config.WatchedFiles;
import dev.tributary.server.connection.OpenWay;
import dev.tributary.server.discovery.SourceWatch;
import dev.tributary.server.health.NodeHealth;
import dev.tributary.server.metrics.MetricsConfiguration;
import dev.tributary.server.metrics.PoolMeters;
import dev.tributary.server.web.WebConfiguration;
import dev.tributary.server.web.events.EventsConfiguration;
import dev.tributary.server.web.security.SecurityConfiguration;
import dev.tributary.spring.SyncDatabase;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.function.SingletonSupplier;

/** What a node adds to the starter: its pool, its state, and what it tells of itself. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = ErrorMvcAutoConfiguration.class)
@Import({
  WebConfiguration.class,
  EventsConfiguration.class,
  SecurityConfiguration.class,
  MetricsConfiguration.class
})
class NodeParts {

  @Bean
  WatchedFiles watchedFiles() {
    return new WatchedFiles();
  }

  /** Rules of the node for clients that have none of their own. */
  @Bean
  ConflictPolicy tributaryConflicts(NodeSettings settings, WatchedFiles files) {
    return settings
        .files()
        .conflicts()
        .map(file -> ConflictRulesFile.watched(file, files))
        .orElseGet(ConfiguredConflicts::builtIn);
  }

  @Bean
  IntervalRules intervalRules(NodeSettings settings, WatchedFiles files) {
    return settings
        .files()
        .intervals()
        .map(
            file ->
                files.watch(
                    new WatchedFile<>(
                        NodeOption.SYNC_INTERVALS_CONFIG,
                        file,
                        IntervalSettings::read,
                        changed -> {})))
        .map(watched -> new IntervalRules(watched::current))
        .orElseGet(() -> new IntervalRules(IntervalSettings::builtIn));
  }

  @Bean
  IntervalKeeper intervalKeeper(
      IntervalRules rules, PostgresLeaderElector elector, SyncClients clients, StateStore state) {
    return new IntervalKeeper(rules, elector, clients, state);
  }

  @Bean
  NodePool nodePool(NodeSettings settings, OpenWay way, PoolMeters meters) {
    return NodePool.open(way, settings.node(), settings.workers(), meters);
  }

  @Bean
  SyncDatabase tributaryDatabase(OpenWay way, NodePool pool) {
    return SyncDatabase.of(pool.connections(), way.connections(UnaryOperator.identity()));
  }

  @Bean
  ConnectionSource connections(NodePool pool) {
    return pool.connections();
  }

  @Bean
  StateBehindCache stateBehindCache(NodeSettings settings, SyncDatabase database) {
    return new StateBehindCache(
        PostgresStateStore.builder()
            .connections(database.pooled())
            .listening(database.direct())
            .cluster(settings.cluster())
            .node(settings.node())
            .open());
  }

  @Bean
  StateFeed stateFeed(StateBehindCache behind) {
    return behind.store().feed();
  }

  /** Not a StateStore itself, so that there is one StateStore, the cached one. */
  record StateBehindCache(PostgresStateStore store) implements AutoCloseable {
    @Override
    public void close() {
      store.close();
    }
  }

  @Bean
  CachingStateStore state(NodeSettings settings, StateBehindCache behind) {
    return CachingStateStore.builder(behind.store()).ttl(settings.cacheTtl()).open();
  }

  @Bean
  SyncClients clients(NodeSettings settings, NodePool pool) {
    return new SyncClients(pool.connections(), settings.cluster());
  }

  @Bean
  SyncJobs jobs(NodeSettings settings, NodePool pool) {
    return new SyncJobs(pool.connections(), settings.cluster());
  }

  @Bean
  ScheduleSettings scheduleSettings(NodeSettings settings) {
    ScheduleSettings numbers =
        ScheduleSettings.defaults()
            .withLanes(settings.workers())
            .withHeartbeat(settings.heartbeat());
    return settings.api().restores().map(numbers::withRestores).orElse(numbers);
  }

  @Bean
  ClientLifecycle clientLifecycle(NodeSettings settings, NodePool pool) {
    return new ClientLifecycle(pool.connections(), settings.cluster());
  }

  @Bean
  ClusterLifecycle clusterLifecycle(NodeSettings settings, NodePool pool) {
    return new ClusterLifecycle(pool.connections(), settings.cluster());
  }

  @Bean
  Membership membership() {
    return new Membership();
  }

  @Bean
  ClusterFarewell clusterFarewell(
      NodeSettings settings,
      ClusterLifecycle lifecycle,
      Membership membership,
      NodeHealth health,
      PostgresLeaderElector elector,
      ObjectProvider<SyncScheduler> scheduler) {
    return new ClusterFarewell(
        settings,
        new ClusterFarewell.Parts(lifecycle, membership, health, elector, scheduler::getObject));
  }

  /** The port is known when the web server runs. */
  @Bean
  @Lazy
  NodeDescription nodeDescription(
      NodeSettings settings, NodeVersion version, WebServerApplicationContext web) {
    return new NodeDescription(
        settings.node(),
        settings.cluster(),
        settings.machine(),
        address(),
        Optional.of(url(settings.api(), web.getWebServer().getPort())),
        version.text());
  }

  private static String url(ApiSettings api, int port) {
    return api.reachedAt(address().orElse("127.0.0.1"), port);
  }

  private static Optional<String> address() {
    try {
      return Optional.of(InetAddress.getLocalHost().getHostAddress());
    } catch (UnknownHostException e) {
      return Optional.empty(); // a host without an entry of its own
    }
  }

  @Bean
  SourceWatch sourceWatch(
      NodeSettings settings, NodePool pool, PostgresLeaderElector elector, IntervalRules rules) {
    return new SourceWatch(
        settings.discovery(),
        new SourceWatch.Parts(
            new SourceDiscovery(pool.connections(), settings.cluster()),
            elector,
            rules::usual,
            System::nanoTime,
            LoggerFactory.getLogger(SourceWatch.class)::warn));
  }

  @Bean
  ServingSign servingSign(ServingSign.Parts parts) {
    return new ServingSign(parts);
  }

  private static List<String> namesake(@Nullable SyncScheduler scheduler) {
    return Optional.ofNullable(scheduler).flatMap(SyncScheduler::namesake).stream()
        .map(
            place ->
                "another process serves under this node's name, %s: give one of them another NODE_NAME"
                    .formatted(place))
        .toList();
  }

  @Bean
  ServingSign.Parts servingParts(
      NodeSettings settings,
      NodeHealth health,
      PostgresLeaderElector elector,
      NodePool pool,
      CachingStateStore state,
      WatchedFiles files,
      IntervalKeeper intervals,
      SourceWatch sources,
      OpenWay way,
      ObjectProvider<SyncScheduler> schedulers,
      ObjectProvider<NodeDescription> self) {
    Supplier<@Nullable SyncScheduler> scheduler =
        SingletonSupplier.ofNullable(schedulers::getIfAvailable); // each health answer asks
    return new ServingSign.Parts(
        settings,
        health,
        elector,
        pool.connections(),
        state,
        () ->
            Stream.of(
                    files.problems(), sources.problems(), way.problems(), namesake(scheduler.get()))
                .flatMap(List::stream)
                .toList(),
        List.of(
            settings.files().intervals().isPresent() ? intervals::begin : () -> {}, sources::begin),
        schedulers::getObject,
        self::getObject);
  }
}
