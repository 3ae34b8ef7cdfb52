package dev.tributary.server.database;

import com.fasterxml.jackson.databind.util.RawValue;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * Rows of a query as JSON has them: times in UTC and whole seconds, JSON as it stands, null where
 * there is no value.
 */
final class JsonRows {
  private JsonRows() {}

  static List<Map<String, Object>> read(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        query.setObject(i + 1, values[i]);
      }
      return read(query);
    }
  }

  private static List<Map<String, Object>> read(PreparedStatement query) throws SQLException {
    List<Map<String, Object>> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      ResultSetMetaData columns = rows.getMetaData();
      while (rows.next()) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          row.put(columns.getColumnLabel(i), value(rows.getObject(i)));
        }
        found.add(row);
      }
    }
    return found;
  }

  private static @Nullable Object value(@Nullable Object value) throws SQLException {
    if (value instanceof Timestamp time) {
      return time.toInstant().truncatedTo(ChronoUnit.SECONDS).toString();
    } else if (value instanceof PGobject object) {
      return object.getType().startsWith("json") && object.getValue() != null
          ? new RawValue(object.getValue())
          : object.getValue();
    } else if (value instanceof UUID id) {
      return id.toString();
    } else if (value instanceof Array array) {
      return array.getArray();
    }
    return value;
  }
}
