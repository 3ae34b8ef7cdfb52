package dev.tributary.benchmarks.source;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Renders a table of a SQLite file as the text that PostgreSQL's COPY reads. */
public final class CopyText {
  private CopyText() {}

  /** The file appears complete or not at all. */
  public static void render(Path database, Source source, Path text)
      throws IOException, SQLException {
    System.out.println("making " + text);
    Path fresh = text.resolveSibling(text.getFileName() + ".new");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT " + source.columnNames() + " FROM " + source.table());
        BufferedWriter out = Files.newBufferedWriter(fresh)) {
      while (rows.next()) {
        row(rows, source, out);
      }
    }
    Files.move(fresh, text, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void row(ResultSet rows, Source source, BufferedWriter out)
      throws IOException, SQLException {
    for (int i = 1; i <= source.columns().size(); i++) {
      if (i > 1) {
        out.write('\t');
      }
      Object cell = cell(rows, i, source.columns().get(i - 1).type());
      out.write(cell == null ? "\\N" : escaped(cell.toString()));
    }
    out.write('\n');
  }

  /** A whole number in a REAL column comes back as a REAL, as SQLite itself says. */
  private static @Nullable Object cell(ResultSet rows, int column, Column.Type type)
      throws SQLException {
    Object cell =
        switch (type) {
          case INTEGER -> rows.getLong(column);
          case REAL -> rows.getDouble(column);
          case TEXT, JSON -> rows.getString(column);
        };
    return rows.wasNull() ? null : cell;
  }

  private static String escaped(String text) {
    if (text.indexOf('\\') < 0 && text.indexOf('\n') < 0 && text.indexOf('\t') < 0) {
      return text;
    }
    return text.replace("\\", "\\\\")
        .replace("\n", "\\n")
        .replace("\t", "\\t")
        .replace("\r", "\\r");
  }
}
