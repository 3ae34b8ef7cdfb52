package dev.tributary.spring;

import dev.tributary.api.ClusterName;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.NodeDescription;
import dev.tributary.core.ScheduleSettings;
import dev.tributary.core.SyncClients;
import dev.tributary.core.SyncScheduler;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Syncs the clients when they are due. */
@AutoConfiguration(after = SyncEngineAutoConfiguration.class)
@Conditional(Wanted.Sync.class)
@ConditionalOnProperty(name = "tributary.sync.scheduled", matchIfMissing = true)
public final class SyncSchedulerAutoConfiguration {

  @Bean
  DeclaredClients tributaryDeclaredClients(TributaryProperties properties, SyncDatabase database) {
    ClusterName cluster = new ClusterName(properties.cluster());
    return new DeclaredClients(
        properties.clients(),
        new SyncClients(database.pooled(), cluster),
        new NodeView(database.pooled(), cluster.value()));
  }

  // Asks for the scheduler late: the elector asks for its listeners before there is one.
  @Bean
  LeadershipListener tributarySchedulerBell(ObjectProvider<SyncScheduler> scheduler) {
    return new LeadershipListener() {
      @Override
      public void gained(Leadership leadership) {
        scheduler.ifAvailable(SyncScheduler::wake);
      }
    };
  }

  /** Gives way to a scheduler of the application, which starts and ends it itself. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean(SyncScheduler.class)
  @ConditionalOnBean(MirrorEngine.class)
  static final class WhenDue {

    // Late: what a node tells of itself may hold the port of a web server, which starts before.
    @Bean(destroyMethod = "close")
    @Lazy
    SyncScheduler tributaryScheduler(
        TributaryProperties properties,
        SyncDatabase database,
        LeaderElector elector,
        MirrorEngine engine,
        ObjectProvider<NodeDescription> self,
        ObjectProvider<ScheduleSettings> settings) {
      return new SyncScheduler(
          database.pooled(),
          elector,
          engine,
          self.getIfAvailable(() -> described(properties)),
          settings.getIfAvailable(() -> numbers(properties)));
    }

    private static NodeDescription described(TributaryProperties properties) {
      return NodeDescription.of(
          NodeName.of(properties), new ClusterName(properties.cluster()), version());
    }

    private static ScheduleSettings numbers(TributaryProperties properties) {
      ScheduleSettings numbers =
          ScheduleSettings.defaults()
              .withLanes(properties.sync().lanes())
              .withPoll(properties.sync().poll());
      Duration heartbeat = properties.leaderElection().heartbeat();
      return heartbeat.isZero() ? numbers : numbers.withHeartbeat(heartbeat);
    }

    private static String version() {
      return Optional.ofNullable(SyncScheduler.class.getPackage().getImplementationVersion())
          .orElse("embedded");
    }

    @Bean
    Started tributarySchedule(ObjectProvider<SyncScheduler> scheduler, DeclaredClients declared) {
      return new Started(
          "the schedule",
          20,
          () -> {
            declared.begin();
            scheduler.getObject().start();
          },
          () -> {
            declared.close();
            scheduler.getObject().close();
          });
    }
  }
}
