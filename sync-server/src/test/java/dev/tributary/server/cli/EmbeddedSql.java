package dev.tributary.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** SQL of a person who looks into the embedded server, as {@code db start --json} names it. */
final class EmbeddedSql {
  private EmbeddedSql() {}

  static void run(JsonNode server, String sql) throws SQLException, IOException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static long number(JsonNode server, String sql) throws SQLException, IOException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  static String text(JsonNode server, String sql) throws SQLException, IOException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static Connection connect(JsonNode server) throws SQLException, IOException {
    String url = "jdbc:" + server.get("url").asText().replace("postgres@", "");
    Path password = Path.of(server.get("password_file").asText());
    return DriverManager.getConnection(url, "postgres", Files.readString(password).strip());
  }
}
