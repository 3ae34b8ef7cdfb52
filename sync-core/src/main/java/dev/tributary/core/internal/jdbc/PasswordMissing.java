package dev.tributary.core.internal.jdbc;

import java.sql.SQLException;

/**
 * A server that wants a password was reached without one, over a connection that need not be
 * encrypted: the driver's SQLSTATE says as much of TLS that is not offered.
 */
final class PasswordMissing extends SQLException {
  private static final long serialVersionUID = 1;

  PasswordMissing(SQLException told) {
    super(told.getMessage(), told.getSQLState(), told);
  }
}
