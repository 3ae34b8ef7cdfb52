package dev.tributary.benchmarks.server;

import dev.tributary.benchmarks.source.Source;
import java.sql.SQLException;

/**
 * Whether two tables hold the same rows.
 *
 * <p>Each row becomes one text of all its columns, whose hashes under two seeds are added up: the
 * order does not count, each value does.
 */
public final class Parity {
  private static final String DIGEST =
      """
      SELECT concat_ws(' ', count(*),
                       sum(hashtextextended(r, 1)::numeric), sum(hashtextextended(r, 2)::numeric))
        FROM (SELECT ROW(%s)::text AS r FROM %s) rows
      """;

  private final Source source;
  private boolean same = true;

  public Parity(Source source) {
    this.source = source;
  }

  /** One line with the verdict; a difference is remembered. */
  public String check(Login login, String one, String other) throws SQLException {
    try (Sql sql = Sql.to(login)) {
      String first = digest(sql, one);
      String second = digest(sql, other);
      boolean equal = first.equals(second);
      boolean complete = first.startsWith(source.rows() + " ");
      same &= equal && complete;
      return "parity: %s [%s] and %s [%s]: %s"
          .formatted(
              one, first, other, second, equal && complete ? "equal" : "DIFFERENT OR INCOMPLETE");
    }
  }

  private String digest(Sql sql, String table) throws SQLException {
    return sql.text(DIGEST.formatted(source.columnNames(), table));
  }

  /** Whether every check until now found the same. */
  public boolean holds() {
    return same;
  }
}
