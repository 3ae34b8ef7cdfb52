package dev.tributary.spring;

import dev.tributary.api.ConnectionSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** The database: one of its own if its address is given, else the application's DataSource. */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration"
    })
@Conditional(Wanted.Database.class)
@EnableConfigurationProperties(TributaryProperties.class)
public final class SyncDatabaseAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  SyncDatabase tributaryDatabase(
      TributaryProperties properties,
      ObjectProvider<SyncConnectionDetails> details,
      @SyncDataSource ObjectProvider<DataSource> chosen,
      ObjectProvider<DataSource> any) {
    SyncConnectionDetails told = details.getIfUnique();
    if (told != null) {
      return OwnPool.open(told, properties.datasource().maximumPoolSize());
    }
    if (!properties.datasource().url().isEmpty()) {
      return OwnPool.open(properties.datasource());
    }
    DataSource found = chosen.getIfAvailable(any::getIfUnique);
    if (found == null) {
      throw new CannotStart(
          any.stream().findAny().isPresent()
              ? "there are several DataSources, and none is chosen for Tributary"
              : "there is no database for Tributary: tributary.datasource.url is not set, and the"
                  + " application has no DataSource",
          "Set tributary.datasource.url, or mark one DataSource bean with @SyncDataSource.");
    }
    return SyncDatabase.of(ConnectionSource.of(found), DirectConnections.past(found));
  }
}
