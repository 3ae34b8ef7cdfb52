package dev.tributary.spring;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.api.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * New connections past the pool of an application, so that a pool without a free connection never
 * keeps a leader from renewing its lease.
 */
final class DirectConnections {
  private static final Logger LOG = LoggerFactory.getLogger(DirectConnections.class);

  /** A silent host is given up soon, and a standby is not taken for the primary. */
  static final Map<String, String> OPTIONS =
      Map.of(
          "connectTimeout", "3",
          "loginTimeout", "5",
          "socketTimeout", "10",
          "tcpKeepAlive", "true",
          "targetServerType", "primary",
          "prepareThreshold", "0");

  private DirectConnections() {}

  static ConnectionSource past(DataSource dataSource) {
    Optional<ConnectionSource> past = pool(dataSource).flatMap(DirectConnections::past);
    if (past.isEmpty()) {
      LOG.info(
          "the way past {} is not known: election and state hold a few of its connections",
          dataSource.getClass().getName());
    }
    return past.orElseGet(() -> ConnectionSource.of(dataSource));
  }

  private static Optional<ConnectionSource> past(HikariDataSource pool) {
    DataSource below = pool.getDataSource();
    if (below != null) {
      return Optional.of(() -> connect(below, pool));
    }
    return isPostgres(pool) ? Optional.of(() -> connect(pool)) : Optional.empty();
  }

  /** As the pool does it. */
  private static Connection connect(DataSource below, HikariDataSource pool) throws SQLException {
    return pool.getUsername() == null
        ? below.getConnection()
        : below.getConnection(pool.getUsername(), pool.getPassword());
  }

  private static Optional<HikariDataSource> pool(DataSource dataSource) {
    try {
      return dataSource instanceof HikariDataSource hikari
          ? Optional.of(hikari)
          : dataSource.isWrapperFor(HikariDataSource.class)
              ? Optional.of(dataSource.unwrap(HikariDataSource.class))
              : Optional.empty();
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static boolean isPostgres(HikariDataSource hikari) {
    return hikari.getJdbcUrl() != null && hikari.getJdbcUrl().startsWith("jdbc:postgresql:");
  }

  /** Reads user and password each time: an application may change them while it runs. */
  private static Connection connect(HikariDataSource hikari) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(OPTIONS);
    hikari
        .getDataSourceProperties()
        .forEach((name, value) -> properties.put(name, String.valueOf(value)));
    put(properties, "user", hikari.getUsername());
    put(properties, "password", hikari.getPassword());
    Connection connection = new Driver().connect(hikari.getJdbcUrl(), properties);
    if (connection == null) {
      throw new SQLException("the driver refuses the pool's address", "08001");
    }
    return connection;
  }

  private static void put(Properties properties, String name, @Nullable String value) {
    if (value != null) {
      properties.put(name, value);
    }
  }
}
