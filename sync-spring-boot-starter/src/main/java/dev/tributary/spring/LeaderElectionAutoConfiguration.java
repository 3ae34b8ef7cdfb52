package dev.tributary.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** The election among the nodes of a cluster. */
@AutoConfiguration(after = {SyncDatabaseAutoConfiguration.class, LeaderOnlyAutoConfiguration.class})
@Conditional(Wanted.Database.class)
public final class LeaderElectionAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(name = "tributaryAnnouncements")
  Announcements tributaryAnnouncements(ApplicationEventPublisher publisher) {
    return new Announcements(publisher);
  }
}
