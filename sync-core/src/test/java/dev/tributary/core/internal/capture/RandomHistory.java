package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.ScratchFile;
import java.util.Random;

/** Does to a table {@code t (id, u, v, w)} what apps do, in a random order that a seed fixes. */
final class RandomHistory {
  private static final String[] VALUES = {
    "NULL",
    "0",
    "1",
    "'1'",
    "1.5",
    "x'31'",
    "''",
    "x''",
    "'a' || char(0) || 'b'",
    "-1e999",
    "9223372036854775807",
    "'ä𝄞'",
    "printf('%100d', 7)",
    "zeroblob(70)",
    "1.0",
    "'{}'"
  };

  private final ScratchFile file;
  private final String declaration;
  private final Random random;
  private int serial = 100;
  private int added;

  RandomHistory(ScratchFile file, String declaration, Random random) {
    this.file = file;
    this.declaration = declaration;
    this.random = random;
  }

  void firstRows() {
    file.run("INSERT INTO t VALUES (1, 1, 1, 1), ('2', '1', 1, 2)");
  }

  /** One random act; returns its SQL. */
  String step() {
    String sql =
        switch (random.nextInt(16)) {
          case 0, 1, 2, 3 -> insert("INSERT OR IGNORE");
          case 4, 5 -> insert("INSERT OR REPLACE");
          case 6 -> "UPDATE OR IGNORE t SET v = " + value() + some();
          case 7 -> "UPDATE OR IGNORE t SET w = " + value() + some();
          case 8 -> "UPDATE OR IGNORE t SET id = " + key() + some();
          case 9 -> "UPDATE OR REPLACE t SET u = " + value() + some();
          case 10 -> "DELETE FROM t" + some();
          case 11 -> "INSERT OR IGNORE INTO t (id, u, v, w) SELECT id, u, v, w FROM t LIMIT 9";
          case 12 -> swap();
          case 13 -> "VACUUM";
          case 14 -> rebuild();
          default -> addColumn();
        };
    for (String statement : sql.split("; ")) {
      file.run(statement);
    }
    return sql;
  }

  private String insert(String verb) {
    return "%s INTO t (id, u, v, w) VALUES (%s, %s, %s, %s)"
        .formatted(verb, key(), value(), value(), random.nextInt(5));
  }

  private String swap() {
    return "CREATE TEMP TABLE s AS SELECT id AS n, u FROM t LIMIT 2; "
        + "UPDATE OR IGNORE t SET u = NULL WHERE id IN (SELECT n FROM s); "
        + "UPDATE OR IGNORE t SET u = (SELECT u FROM s WHERE n <> t.id) WHERE id IN (SELECT n FROM"
        + " s); DROP TABLE s";
  }

  /** As Alembic does it; columns added before are lost. */
  private String rebuild() {
    added = 0;
    return "CREATE TABLE _tmp "
        + declaration
        + "; INSERT INTO _tmp SELECT id, u, v, w FROM t ORDER BY random(); DROP TABLE t; "
        + "ALTER TABLE _tmp RENAME TO t";
  }

  private String addColumn() {
    String column = "c" + added++;
    return random.nextBoolean()
        ? "ALTER TABLE t ADD COLUMN " + column
        : "ALTER TABLE t ADD COLUMN " + column + " DEFAULT 'd'";
  }

  private String some() {
    return switch (random.nextInt(8)) {
      case 0 -> "";
      case 1 -> " WHERE id > " + random.nextInt(serial);
      default -> " WHERE id = " + random.nextInt(serial);
    };
  }

  private String key() {
    return random.nextInt(3) == 0 ? Integer.toString(random.nextInt(serial)) : "" + serial++;
  }

  private String value() {
    return VALUES[random.nextInt(VALUES.length)];
  }
}
