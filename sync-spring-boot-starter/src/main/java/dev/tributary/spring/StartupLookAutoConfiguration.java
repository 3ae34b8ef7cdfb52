package dev.tributary.spring;

import dev.tributary.api.SyncEngine;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** A look at database, schema, role and files before anything of Tributary runs. */
@AutoConfiguration(after = SyncEngineAutoConfiguration.class)
@ConditionalOnBean(SyncDatabase.class)
public final class StartupLookAutoConfiguration {

  @Bean
  Started tributaryStartupLook(
      TributaryProperties properties, SyncDatabase database, ObjectProvider<SyncEngine> engine) {
    List<TributaryProperties.Client> clients =
        engine.getIfAvailable() == null ? List.of() : properties.clients();
    return new Started(
        "the look before the start", 0, new StartupLook(properties, database, clients), () -> {});
  }
}
