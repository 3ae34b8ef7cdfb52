package dev.tributary.spring;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.LeadershipListener;
import dev.tributary.election.LeaseTimes;
import dev.tributary.election.PostgresLeaderElector;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The election among the nodes of a cluster, and whom it tells. */
@AutoConfiguration(after = {SyncDatabaseAutoConfiguration.class, LeaderOnlyAutoConfiguration.class})
@Conditional(Wanted.Election.class)
public final class LeaderElectionAutoConfiguration {

  /** Gives way to a LeaderElector of the application, which starts and ends it itself. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean(LeaderElector.class)
  static final class OnPostgres {
    /** Beyond the drain of calls: what is interrupted then needs a moment. */
    private static final Duration MOMENT = Duration.ofSeconds(3);

    @Bean(destroyMethod = "close")
    PostgresLeaderElector tributaryElector(
        TributaryProperties properties,
        SyncDatabase database,
        ObjectProvider<LeadershipListener> listeners) {
      List<LeadershipListener> all = listeners.orderedStream().toList();
      return PostgresLeaderElector.builder()
          .node(NodeName.of(properties))
          .cluster(new ClusterName(properties.cluster()))
          .connections(database.direct())
          .work(database.pooled())
          .lease(times(properties.leaderElection()))
          .drain(properties.leaderElection().drain().plus(MOMENT))
          .listener(new EveryLeadershipListener(all))
          .build();
    }

    @Bean
    Started tributaryElection(PostgresLeaderElector elector) {
      return new Started("the election", 10, elector::start, elector::close);
    }

    private static LeaseTimes times(TributaryProperties.LeaderElection properties) {
      try {
        return properties.heartbeat().isZero()
            ? LeaseTimes.of(properties.lease())
            : new LeaseTimes(properties.lease(), properties.heartbeat());
      } catch (ConfigurationInvalid e) {
        throw CannotStart.property(
            "tributary.leader-election.lease",
            properties.lease(),
            "with a heartbeat of '%s' cannot be used: %s"
                .formatted(properties.heartbeat(), e.getMessage()),
            "Set the lease to 15s or longer, and leave tributary.leader-election.heartbeat away.");
      }
    }
  }
}
