package dev.tributary.spring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import java.util.Map;
import java.util.TreeMap;

/** A pool of Tributary's own, from {@code tributary.datasource}. */
final class OwnPool {
  private OwnPool() {}

  /** Opens no connection yet: whether the database answers is asked later, and told better. */
  static SyncDatabase open(TributaryProperties.Datasource properties) {
    return open(url(properties), properties.maximumPoolSize());
  }

  /** The same at an address that is known at run time only. */
  static SyncDatabase open(SyncConnectionDetails details, int size) {
    try {
      return open(with(details.url(), details.username(), details.password()), size);
    } catch (ConfigurationInvalid e) {
      throw new CannotStart(
          "what the bean %s says cannot be used: %s"
              .formatted(SyncConnectionDetails.class.getSimpleName(), e.getMessage()),
          "Let it name an address such as postgresql://USER@HOST/DATABASE.",
          e);
    }
  }

  private static SyncDatabase open(DatabaseUrl url, int size) {
    HikariDataSource pool = new HikariDataSource(config(url, size));
    return SyncDatabase.owning(ConnectionSource.of(pool), direct(url), pool::close);
  }

  private static ConnectionSource direct(DatabaseUrl url) {
    Map<String, String> options = new TreeMap<>(DirectConnections.OPTIONS);
    options.keySet().removeAll(url.properties().keySet());
    // Our own address has a longer one by default, and this is for a leader that must know soon.
    options.put("connectTimeout", DirectConnections.OPTIONS.get("connectTimeout"));
    DatabaseUrl all = url;
    for (Map.Entry<String, String> option : options.entrySet()) {
      all = all.with(option.getKey(), option.getValue());
    }
    return all.connections();
  }

  private static HikariConfig config(DatabaseUrl url, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("tributary");
    config.setDriverClassName("org.postgresql.Driver");
    config.setJdbcUrl(url.jdbcUrl());
    url.properties().forEach(config::addDataSourceProperty);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(10_000);
    config.setInitializationFailTimeout(-1);
    return config;
  }

  static DatabaseUrl url(TributaryProperties.Datasource properties) {
    try {
      DatabaseUrl url = with(properties.url(), properties.username(), properties.password());
      return properties.passwordFile().isEmpty()
          ? url
          : url.withPasswordFile(
              PropertyChecks.path("tributary.datasource.password-file", properties.passwordFile()));
    } catch (ConfigurationInvalid e) {
      // Not the value: an address may hold a password.
      throw new CannotStart(
          "tributary.datasource cannot be used: " + e.getMessage(),
          "Set tributary.datasource.url to postgresql://USER@HOST/DATABASE, and the password in"
              + " tributary.datasource.password or .password-file.",
          e);
    }
  }

  private static DatabaseUrl with(String address, String username, String password) {
    DatabaseUrl url = DatabaseUrl.parse(address);
    DatabaseUrl named = username.isEmpty() ? url : url.withUser(username);
    return password.isEmpty() ? named : named.withPassword(password);
  }
}
