package dev.tributary.api;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where PostgreSQL connections come from. Called from any thread; the caller closes them. */
@FunctionalInterface
public interface ConnectionSource {

  /** Opens or borrows a connection in auto-commit mode. */
  Connection connect() throws SQLException;

  /** Borrows from an application's own pool. */
  static ConnectionSource of(DataSource dataSource) {
    return dataSource::getConnection;
  }
}
