package dev.tributary.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/** What happens in the cluster and in its runs, as events of the application. */
@AutoConfiguration(after = SyncDatabaseAutoConfiguration.class)
@ConditionalOnBean(SyncDatabase.class)
public final class EventsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(name = "tributaryAnnouncements")
  Announcements tributaryAnnouncements(ApplicationEventPublisher publisher) {
    return new Announcements(publisher);
  }
}
