package dev.tributary.test.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CellCompareTest {
  @TempDir Path folder;
  private Path left;
  private Path right;

  @BeforeEach
  void twoEqualFiles() {
    left = folder.resolve("left.db");
    right = folder.resolve("right.db");
    try (SqliteSession session = SqliteSession.open(left)) {
      session.run("PRAGMA synchronous = OFF");
      session.run(
          """
          CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a, b TEXT);
          INSERT INTO t VALUES (1, x'00ff', 'x'), (2, 1, ''), (3, 'text', NULL), (4, -0.5, 'y');
          CREATE TABLE bag (a, b);
          INSERT INTO bag VALUES (1, 2), (1, 2), (NULL, 3);
          CREATE TABLE wordy (k TEXT, v, PRIMARY KEY (k)) WITHOUT ROWID;
          INSERT INTO wordy VALUES ('a', 1), ('A', 2);
          CREATE VIEW seen AS SELECT a FROM t;
          CREATE VIRTUAL TABLE words USING fts5(w);
          INSERT INTO words VALUES ('one word')""");
      session.run("VACUUM INTO '" + right + "'");
    }
  }

  @Test
  void copyHasNoDifference() {
    assertThat(differences()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "UPDATE t SET a = x'00fe' WHERE id = 1  | t [integer 1].a: blob[2] x'00ff' | blob[2] x'00fe'",
        "UPDATE t SET a = 1.0 WHERE id = 2      | t [integer 2].a: integer 1 | real 1.0",
        "UPDATE t SET a = '1' WHERE id = 2      | t [integer 2].a: integer 1 | text[1] '1'",
        "UPDATE t SET b = NULL WHERE id = 2     | t [integer 2].b: text[0] '' | NULL",
        "UPDATE t SET b = 'x ' WHERE id = 1     | t [integer 1].b: text[1] 'x' | text[2] 'x '",
        "UPDATE t SET a = CAST(a AS BLOB) WHERE id = 3 | t [integer 3].a: text[4] 'text' | blob[4] x'74657874'",
      })
  void changedCellIsTold(String statement, String first, String second) {
    change(statement);
    assertThat(differences()).singleElement().hasToString(first + " | " + second);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE FROM t WHERE id = 3                       | t",
        "DELETE FROM bag WHERE rowid = 2                  | bag",
        "INSERT INTO bag VALUES (NULL, 3)                 | bag",
        "UPDATE wordy SET k = 'b' WHERE k = 'a'           | wordy",
        "UPDATE sqlite_sequence SET seq = 9               | sqlite_sequence",
        "CREATE INDEX more ON t (a)                       | sqlite_schema",
        "DROP VIEW seen                                   | sqlite_schema",
        "ALTER TABLE bag RENAME COLUMN b TO c             | bag",
        "PRAGMA user_version = 7                          | PRAGMA",
        "PRAGMA application_id = 7                        | PRAGMA",
        "PRAGMA page_size = 8192; VACUUM                  | PRAGMA",
        "PRAGMA auto_vacuum = 1; VACUUM                   | PRAGMA",
      })
  void otherChangeIsTold(String statement, String where) {
    change(statement);
    assertThat(differences()).extracting(Difference::where).contains(where);
    assertThat(differences()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void orderOfRowsAndHiddenRowidsDoNotCount() {
    change("DELETE FROM bag; INSERT INTO bag VALUES (NULL, 3), (1, 2), (1, 2)");
    change("DELETE FROM t WHERE id = 2; INSERT INTO t VALUES (2, 1, '')");
    assertThat(differences()).isEmpty();
  }

  @Test
  void tablesLeftOutAreNotCompared() {
    change("DROP TABLE bag; INSERT INTO words VALUES ('another')");
    assertThat(differences()).isNotEmpty();
    assertThat(CellCompare.differences(left, right, Set.of("bag"))).isEmpty();
  }

  @Test
  void tellsAtMostTwentyDifferences() {
    change("INSERT INTO bag SELECT a.rowid, 0 FROM bag a, bag b, bag c, bag d");
    assertThat(differences()).hasSize(CellCompare.MOST_TOLD);
  }

  @Test
  void digestOfATableIgnoresTheOrderOfRows() {
    String before = TypedDigest.of(right, "bag").sha256();
    change("DELETE FROM bag; INSERT INTO bag VALUES (NULL, 3), (1, 2), (1, 2)");
    assertThat(TypedDigest.of(right).get("bag").sha256()).isEqualTo(before);
    change("UPDATE bag SET b = 2.0 WHERE rowid = 2");
    assertThat(TypedDigest.of(right, "bag").sha256()).isNotEqualTo(before);
  }

  private void change(String statement) {
    try (SqliteSession session = SqliteSession.open(right)) {
      session.run("PRAGMA synchronous = OFF");
      session.run(statement);
    }
  }

  private List<Difference> differences() {
    return CellCompare.differences(left, right);
  }
}
