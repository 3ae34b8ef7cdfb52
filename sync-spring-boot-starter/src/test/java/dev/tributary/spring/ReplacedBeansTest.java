package dev.tributary.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.NodeId;
import dev.tributary.api.RestoreReport;
import dev.tributary.api.SyncEngine;
import dev.tributary.api.SyncPlan;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.VerifyMode;
import dev.tributary.api.VerifyReport;
import dev.tributary.core.CachingStateStore;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.NodeDescription;
import dev.tributary.core.ScheduleSettings;
import dev.tributary.core.SyncScheduler;
import dev.tributary.core.metrics.LeadershipMeters;
import dev.tributary.core.metrics.StateMeters;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The application's own bean takes the place of the starter's. ConditionsTest has the others. */
final class ReplacedBeansTest {
  private static final ConnectionSource AWAY =
      () -> {
        throw new SQLException("away", "08001");
      };

  @TempDir Path folder;

  private ApplicationContextRunner runner() {
    return Contexts.runner()
        .withBean(SyncDatabase.class, () -> SyncDatabase.of(AWAY, AWAY))
        .withBean(HandElector.class)
        .withPropertyValues(
            "tributary.startup-check=off",
            "tributary.sync.enabled=true",
            "tributary.data-directory=" + folder);
  }

  @Test
  void anEngineOfTheApplicationIsTakenAndHasNoScheduleOfOurs() {
    runner()
        .withBean(SyncEngine.class, OwnEngine::new)
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(SyncEngine.class)
                    .doesNotHaveBean(MirrorEngine.class)
                    .doesNotHaveBean(SyncScheduler.class)
                    .doesNotHaveBean("tributarySchedule"));
  }

  @Test
  void aSchedulerOfTheApplicationIsTakenAndNotStarted() {
    HandElector elector = new HandElector();
    try (MirrorEngine engine =
            MirrorEngine.builder()
                .connections(AWAY)
                .elector(elector)
                .cluster(new ClusterName("own"))
                .dataDirectory(folder)
                .open();
        SyncScheduler own =
            new SyncScheduler(
                AWAY,
                elector,
                engine,
                NodeDescription.of(new NodeId("own"), new ClusterName("own"), "1"),
                ScheduleSettings.defaults())) {
      runner()
          .withBean(SyncScheduler.class, () -> own)
          .run(
              context -> {
                assertThat(context.getBean(SyncScheduler.class)).isSameAs(own);
                assertThat(context).doesNotHaveBean("tributarySchedule");
                assertThat(own.status().passes()).isZero();
              });
    }
  }

  @Test
  void aPolicyOfTheApplicationDecides() {
    ConflictPolicy own = ConflictPolicy.always(ConflictResolver.targetWins());
    runner()
        .withPropertyValues("tributary.sync.scheduled=false")
        .withBean(ConflictPolicy.class, () -> own)
        .run(context -> assertThat(context.getBean(ConflictPolicy.class)).isSameAs(own));
  }

  @Test
  void metersOfLeadershipAndStateGiveWay() {
    LeadershipMeters leadership =
        new LeadershipMeters(new NodeId("own"), new ClusterName("own"), Optional::empty);
    runner()
        .withPropertyValues("tributary.sync.scheduled=false", "tributary.state.enabled=true")
        .withBean(LeadershipMeters.class, () -> leadership)
        .withBean(
            "own",
            StateMeters.class,
            () ->
                new StateMeters(
                    new NodeId("own"),
                    () -> {
                      throw new IllegalStateException("not asked here");
                    }))
        .run(
            context -> {
              assertThat(context.getBean(LeadershipMeters.class)).isSameAs(leadership);
              assertThat(context.getBeanNamesForType(StateMeters.class)).containsExactly("own");
              assertThat(context).hasSingleBean(CachingStateStore.class);
            });
  }

  @Test
  void healthAndInfoOfTheSameNameGiveWay() {
    HealthIndicator health = () -> Health.up().build();
    InfoContributor info = builder -> {};
    runner()
        .withConfiguration(
            AutoConfigurations.of(
                Boot4HealthAutoConfiguration.class, SyncEndpointAutoConfiguration.class))
        .withPropertyValues("tributary.sync.scheduled=false")
        .withBean("syncHealthIndicator", HealthIndicator.class, () -> health)
        .withBean("syncInfoContributor", InfoContributor.class, () -> info)
        .run(
            context -> {
              assertThat(context.getBean(HealthIndicator.class)).isSameAs(health);
              assertThat(context.getBean(InfoContributor.class)).isSameAs(info);
            });
  }

  @Test
  void whoeverWantsNoEventsDefinesTheirBean() {
    runner()
        .withPropertyValues("tributary.sync.scheduled=false")
        .withBean("tributaryAnnouncements", String.class, () -> "none")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Announcements.class));
  }

  /** An engine that does nothing. */
  private static final class OwnEngine implements SyncEngine {
    @Override
    public SyncReport sync(SyncRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SyncPlan plan(SyncRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public VerifyReport verify(ClientName client, Path source, VerifyMode mode) {
      throw new UnsupportedOperationException();
    }

    @Override
    public RestoreReport restore(ClientName client, Path target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
