package dev.tributary.spring;

import dev.tributary.api.LeaderElector;
import dev.tributary.core.SyncScheduler;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** What health, info and endpoint tell. */
@AutoConfiguration(after = {SyncDatabaseAutoConfiguration.class, SyncEngineAutoConfiguration.class})
@ConditionalOnBean(SyncDatabase.class)
public final class NodeConditionAutoConfiguration {

  @Bean
  NodeCondition tributaryNodeCondition(
      TributaryProperties properties,
      SyncDatabase database,
      ObjectProvider<LeaderElector> elector,
      ObjectProvider<DeclaredClients> declared,
      ObjectProvider<SyncScheduler> scheduler) {
    Optional<DeclaredClients> clients = Optional.ofNullable(declared.getIfAvailable());
    return new NodeCondition(
        NodeName.of(properties).value(),
        properties.cluster(),
        Optional.ofNullable(elector.getIfAvailable()),
        new NodeView(database.pooled(), properties.cluster()),
        () -> clients.flatMap(DeclaredClients::problem).or(() -> namesake(scheduler)));
  }

  /** Asked late, as the scheduler is made late. */
  private static Optional<String> namesake(ObjectProvider<SyncScheduler> scheduler) {
    return Optional.ofNullable(scheduler.getIfAvailable())
        .flatMap(SyncScheduler::namesake)
        .map(
            place ->
                "another process serves under this node's name, %s: give one of them another tributary.node"
                    .formatted(place));
  }
}
