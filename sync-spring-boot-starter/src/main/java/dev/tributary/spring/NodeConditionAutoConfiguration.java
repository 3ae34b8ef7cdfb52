package dev.tributary.spring;

import dev.tributary.api.LeaderElector;
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
      ObjectProvider<DeclaredClients> declared) {
    Optional<DeclaredClients> clients = Optional.ofNullable(declared.getIfAvailable());
    return new NodeCondition(
        NodeName.of(properties).value(),
        properties.cluster(),
        Optional.ofNullable(elector.getIfAvailable()),
        new NodeView(database.pooled(), properties.cluster()),
        () -> clients.flatMap(DeclaredClients::problem));
  }
}
