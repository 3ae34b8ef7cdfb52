package dev.tributary.api;

import java.sql.Connection;
import java.sql.SQLException;

/** JDBC code of the application, run inside a transaction that somebody else begins and ends. */
@FunctionalInterface
public interface SqlFunction<T> {
  T apply(Connection connection) throws SQLException;
}
