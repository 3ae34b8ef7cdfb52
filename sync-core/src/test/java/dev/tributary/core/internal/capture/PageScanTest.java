package dev.tributary.core.internal.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.Cell;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.ScratchFile;
import dev.tributary.core.internal.schema.SchemaReader;
import dev.tributary.core.internal.sqlite.FileBytes;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.SourceTable;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TargetType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever SQLite reads, the pages must give: the same rows, cell by cell, in the same order. */
final class PageScanTest {
  private static final String EVERY_AFFINITY =
      "CREATE TABLE t (i INTEGER, r REAL, x TEXT, n NUMERIC, b BLOB, u, d DOUBLE PRECISION, v"
          + " VARCHAR(9))";
  private static final Object[] CORNERS = {
    null,
    0L,
    1L,
    -1L,
    127L,
    -128L,
    128L,
    -129L,
    32767L,
    -32768L,
    32768L,
    -32769L,
    8388607L,
    -8388608L,
    8388608L,
    -8388609L,
    2147483647L,
    -2147483648L,
    2147483648L,
    -2147483649L,
    140737488355327L,
    -140737488355328L,
    140737488355328L,
    -140737488355329L,
    9007199254740993L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    0.0,
    -0.0,
    1.0,
    -2.0,
    0.1,
    1e15,
    1e19,
    -9.2233720368547758e18,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN,
    "",
    "1",
    "1.0",
    "-0",
    "1e3",
    "0x10",
    " 7 ",
    "9223372036854775808",
    "ä\u0000€",
    "text",
    new byte[0],
    new byte[] {0, -1, 'x'},
    new byte[60],
  };

  @TempDir private Path directory;
  private Path path;
  private ScratchFile file;
  private int reads;

  @BeforeEach
  void open() {
    path = directory.resolve("app.db");
    file = ScratchFile.at(path);
  }

  @AfterEach
  void close() {
    file.close();
  }

  @ParameterizedTest
  @CsvSource({"512, UTF-8", "1024, UTF-16le", "4096, UTF-8", "65536, UTF-16be"})
  void everyValueInEveryColumnIsReadAsSqliteReadsIt(int pageSize, String encoding) {
    file.run("PRAGMA page_size = " + pageSize, "PRAGMA encoding = '" + encoding + "'");
    file.run(EVERY_AFFINITY);
    fillWithCorners();
    file.run("INSERT INTO t (x, b) VALUES (CAST(x'ff00fe61' AS TEXT), zeroblob(3000))");

    requireSameFromPages();
  }

  @Test
  void strictTablesAreReadAsSqliteReadsThem() {
    file.run("CREATE TABLE t (i INTEGER PRIMARY KEY, r REAL, x TEXT, b BLOB, y ANY) STRICT");
    file.run("INSERT INTO t VALUES (-5, 3, 'x', x'00', 1.0), (9, 2.5, '', NULL, '1')");

    requireSameFromPages();
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void recordsOfEveryLengthAreReadWhole(int pageSize) {
    file.run("PRAGMA page_size = " + pageSize, "CREATE TABLE t (id INTEGER PRIMARY KEY, b)");
    file.run(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 2600)"
            + " INSERT INTO t SELECT i, randomblob(i) FROM n");
    file.run(
        "INSERT INTO t SELECT 10000 + i, randomblob(%d + i) FROM (SELECT id AS i FROM t LIMIT 90)"
            .formatted(pageSize - 60));
    file.run(
        "INSERT INTO t VALUES (20000, randomblob(700000)), (20001, randomblob(3000000)), (20002, 1)");

    requireSameFromPages();
  }

  @Test
  void rowNumbersOfAllSizesRise() {
    file.run("PRAGMA page_size = 512", "CREATE TABLE t (id INTEGER PRIMARY KEY, x)");
    Random random = new Random(5);
    for (int shift = 0; shift < 64; shift++) {
      long id = random.nextLong() >> shift;
      file.run("INSERT OR REPLACE INTO t VALUES (?, ?)", new Object[] {id, "row " + shift});
    }
    file.run("INSERT OR REPLACE INTO t VALUES (?, 0)", new Object[] {Long.MAX_VALUE});
    file.run("INSERT OR REPLACE INTO t VALUES (?, 0)", new Object[] {Long.MIN_VALUE});

    requireSameFromPages();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (id INTEGER PRIMARY KEY DESC, x)",
        "CREATE TABLE t (id INTEGER, x, PRIMARY KEY (id DESC))",
        "CREATE TABLE t (x, id INTEGER, PRIMARY KEY (id))",
        "CREATE TABLE t (id INT PRIMARY KEY, x)",
        "CREATE TABLE t (id integer PRIMARY KEY AUTOINCREMENT, x)",
        "CREATE TABLE t (id INTEGER, x, PRIMARY KEY (id, x))",
        "CREATE TABLE t (rowid TEXT, _rowid_ REAL, x, id INTEGER)",
        "CREATE TABLE t (oid, rowid, _rowid_, id INTEGER PRIMARY KEY, x)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, x) WITHOUT ROWID",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, x, g AS (x || 1), s AS (id + 1) STORED)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, x \"REAL\", y \"FLOATING POINT\")",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, x \"ıNT REAL\")"
      })
  void everyKindOfKeyIsReadAsSqliteReadsIt(String create) {
    file.run(create);
    file.run("INSERT INTO t (id, x) VALUES (7, 'a'), (-3, 2), (5, 2.5)");
    if (create.contains("DESC)") || create.contains("PRIMARY KEY DESC")) {
      file.run("INSERT INTO t (id, x) VALUES (NULL, 'null key')");
    }

    requireSame();
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 3000})
  void rowsOlderThanAColumnHaveItsDefault(int rows) {
    file.run("CREATE TABLE t (id INTEGER PRIMARY KEY, x)");
    file.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                .formatted(rows)
            + " INSERT INTO t SELECT i, 'x' || i FROM n");
    file.run("ALTER TABLE t ADD COLUMN y REAL DEFAULT 5", "ALTER TABLE t ADD COLUMN z");
    file.run("INSERT INTO t SELECT id + 100000, x, 1, 2 FROM t");

    requireSameFromPages();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void rebuiltTornAndShrunkTablesAreReadAsSqliteReadsThem(int vacuum) {
    file.run("PRAGMA page_size = 512", "PRAGMA auto_vacuum = " + vacuum, EVERY_AFFINITY);
    fillWithCorners();
    for (int i = 0; i < 6; i++) {
      file.run("INSERT INTO t SELECT * FROM t", "DELETE FROM t WHERE rowid % 3 = 1");
      file.run("UPDATE t SET x = x || hex(randomblob(rowid % 300)) WHERE rowid % 7 = 2");
    }
    requireSameFromPages();
    file.run("ALTER TABLE t DROP COLUMN b", "VACUUM");
    requireSameFromPages();
    file.run("DELETE FROM t");
    requireSameFromPages();
  }

  @Test
  void smallLimitIsSqlitesOwn() {
    file.run(
        "CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, zeroblob(100)), (2, zeroblob(2000))");
    RowScanner scanner = new RowScanner(file.connection(), plan(), 1000, LargeCells.EXPECT_NONE);
    scanner.readPages(this::read);

    assertThatThrownBy(() -> scanner.scan(row -> {})).isInstanceOf(LargeRowMet.class);
  }

  @Test
  void damagedPageIsForSqliteToJudge() throws IOException {
    file.run("CREATE TABLE t (id INTEGER PRIMARY KEY, x)");
    file.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
            + " INSERT INTO t SELECT i, 'some text ' || i FROM n");
    file.close();
    try (RandomAccessFile raw = new RandomAccessFile(path.toFile(), "rw")) {
      raw.seek(raw.length() / 2 / 4096 * 4096);
      raw.write(new byte[4096]);
    }
    file = ScratchFile.at(path);
    List<Long> seen = new ArrayList<>();
    RowScanner scanner = scanner();
    scanner.readPages(this::read);

    assertThatThrownBy(() -> scanner.scan(row -> seen.add(row.integer(0))))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("damaged");
    assertThat(seen).isNotEmpty().isSorted().doesNotHaveDuplicates();
  }

  @Test
  void rowThatSqliteReadsOtherwiseEndsTheScan() {
    file.run("CREATE TABLE t (a, b)", "INSERT INTO t VALUES ('here', 1)");
    FileBytes other =
        (position, buffer, index) -> {
          int read = read(position, buffer, index);
          for (int i = index; i <= index + read - 4; i++) {
            if (Arrays.equals(buffer, i, i + 4, "here".getBytes("UTF-8"), 0, 4)) {
              buffer[i] = 'H';
            }
          }
          return read;
        };
    RowScanner scanner = scanner();
    scanner.readPages(other);

    assertThatThrownBy(() -> scanner.scan(row -> {}))
        .isInstanceOf(PagesDoubted.class)
        .hasMessage("row 1 of table t was read otherwise from its page");
  }

  @Test
  void pagesOfAnotherFileAreNotRead() {
    file.run("CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, 2)");
    try (ScratchFile other = ScratchFile.at(directory.resolve("other.db"))) {
      other.run("CREATE TABLE s (a)", "CREATE TABLE t (a, b)", "INSERT INTO t VALUES (3, 4)");
      RowScanner scanner = scanner();
      scanner.readPages(bytesOf(directory.resolve("other.db")));
      List<Long> seen = new ArrayList<>();

      scanner.scan(row -> seen.add(row.integer(0)));

      assertThat(seen).containsExactly(1L);
    }
  }

  private void fillWithCorners() {
    for (Object corner : CORNERS) {
      Object[] cells = new Object[8];
      Arrays.fill(cells, corner);
      file.run("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?)", cells);
    }
  }

  private void requireSame() {
    List<List<Cell>> bySqlite = cells(scanner());
    RowScanner fast = scanner();
    fast.readPages(this::read);

    assertThat(cells(fast)).isEqualTo(bySqlite);
  }

  private void requireSameFromPages() {
    reads = 0;
    requireSame();
    assertThat(reads).isPositive();
  }

  private static List<List<Cell>> cells(RowScanner scanner) {
    List<List<Cell>> rows = new ArrayList<>();
    scanner.scan(
        row -> {
          List<Cell> cells = new ArrayList<>();
          for (int i = 0; i < row.width(); i++) {
            cells.add(row.cell(i));
          }
          rows.add(cells);
        });
    return rows;
  }

  private RowScanner scanner() {
    return new RowScanner(file.connection(), plan(), 1 << 30, LargeCells.EXPECT_NONE);
  }

  private TablePlan plan() {
    SourceTable table =
        SchemaReader.read(file.connection()).tables().stream()
            .filter(one -> one.name().equals("t"))
            .findFirst()
            .orElseThrow();
    List<ColumnPlan> columns =
        table.columns().stream()
            .map(column -> new ColumnPlan(column, column.name(), TargetType.TEXT, "test"))
            .toList();
    return new TablePlan("t", "t", columns, new KeyPlan(Kind.ROWS, List.of()), List.of());
  }

  private int read(long position, byte[] buffer, int index) throws IOException {
    reads++;
    return bytesOf(path).read(position, buffer, index);
  }

  private static FileBytes bytesOf(Path file) {
    return (position, buffer, index) -> {
      try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "r")) {
        raw.seek(position);
        return raw.read(buffer, index, buffer.length - index);
      }
    };
  }
}
