package dev.tributary.benchmarks.server;

import dev.tributary.benchmarks.source.Column;
import dev.tributary.benchmarks.source.Source;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** A database of one round: with a plain table for the others and a schema for the mirror. */
public final class BenchDatabase implements AutoCloseable {
  private final BenchServer server;
  private final Login administrator;

  BenchDatabase(BenchServer server, Login administrator) {
    this.server = server;
    this.administrator = administrator;
  }

  public Login administrator() {
    return administrator;
  }

  /** An empty table with the mirror's types and its key. */
  public void createPlain(Source source, String table) throws SQLException {
    String columns =
        source.columns().stream().map(Column::inPostgres).collect(Collectors.joining(", "));
    try (Sql sql = Sql.to(administrator)) {
      sql.run("CREATE TABLE " + table + " (" + columns.replaceFirst(",", " PRIMARY KEY,") + ")");
    }
  }

  /** The same, its long values compressed by LZ4. */
  public void createPlainLz4(Source source, String table) throws SQLException {
    createPlain(source, table);
    try (Sql sql = Sql.to(administrator)) {
      for (Column column : source.columns()) {
        if (column.inPostgres().matches(".* (text|json)")) {
          sql.run("ALTER TABLE " + table + " ALTER " + column.name() + " SET COMPRESSION lz4");
        }
      }
    }
  }

  /** Writes out what earlier cases left, so that the next one does not pay for it. */
  public void settle() throws SQLException {
    try (Sql sql = Sql.to(administrator)) {
      sql.run("CHECKPOINT");
    }
  }

  @Override
  public void close() throws SQLException {
    try (Sql sql = Sql.to(server.administrator())) {
      sql.run("DROP DATABASE IF EXISTS " + administrator.database() + " WITH (FORCE)");
    }
  }
}
