package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.RestoreReport;
import dev.tributary.api.UnknownClient;
import dev.tributary.api.VerifyMode;
import dev.tributary.core.SyncClients;
import dev.tributary.test.sqlite.CellCompare;
import dev.tributary.test.sqlite.JournalMode;
import dev.tributary.test.sqlite.OpenWebUiFile;
import dev.tributary.test.sqlite.SqliteFormat;
import dev.tributary.test.sqlite.SqliteFormat.AutoVacuum;
import dev.tributary.test.sqlite.SqliteFormat.Encoding;
import dev.tributary.test.sqlite.SqliteSession;
import dev.tributary.test.sqlite.TrapTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a file into PostgreSQL and back into a file, cell by cell. */
class RestoreTest {
  @TempDir Path work;
  private EngineTarget target;
  private Path source;
  private Path back;

  @BeforeEach
  void start() throws IOException {
    target = EngineTarget.create(work.resolve("data"));
    source = work.resolve("source.db");
    back = Files.createDirectory(work.resolve("back")).resolve("restored.db");
  }

  @AfterEach
  void stop() {
    target.close();
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void anApplicationsFileComesBackCellByCell(Encoding encoding) throws IOException {
    SqliteFormat format = new SqliteFormat(JournalMode.WAL, 1024, encoding, AutoVacuum.FULL);
    OpenWebUiFile.small(source).withFormat(format).create();
    target.sync(source);

    RestoreReport report = restore();

    assertThat(CellCompare.differences(source, back)).isEmpty();
    assertThat(report.tables()).isEqualTo(25);
    assertThat(report.rows()).isPositive().isLessThan(report.cells());
    assertThat(report.missing()).isZero();
    assertThat(filesBesideTheTarget()).containsExactly("restored.db");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(back)))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void everyTrapComesBackCellByCell(Encoding encoding) {
    TrapTables.create(
        source, new SqliteFormat(JournalMode.DELETE, 4096, encoding, AutoVacuum.NONE));
    target.sync(source);

    RestoreReport report = restore();

    assertThat(CellCompare.differences(source, back)).isEmpty();
    assertThat(report.notes())
        .hasSize(3)
        .allMatch(line -> line.contains("virtual table") || line.contains("ANALYZE"));
    assertThat(report.missing()).isZero();
  }

  @Test
  void aRowThatOthersPutIntoTheMirrorStaysOut() {
    fill("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)", "INSERT INTO t VALUES (1, 'x')");
    target.sync(source);
    target.execute("INSERT INTO client_acme.t (id, a) VALUES (2, 'theirs')");

    RestoreReport report = restore();

    assertThat(CellCompare.differences(source, back)).isEmpty();
    assertThat(report.notes()).singleElement().asString().contains("1 rows that others put");
  }

  @Test
  void aRowThatOthersChangedComesBackAsItIsNow() {
    fill("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)", "INSERT INTO t VALUES (1, 'x')");
    target.sync(source);
    target.execute("UPDATE client_acme.t SET a = 'theirs'");

    RestoreReport report = restore();

    assertThat(texts("SELECT a FROM t")).containsExactly("theirs");
    assertThat(report.notes()).singleElement().asString().contains("1 rows were changed by others");
  }

  /** The exact cell travels beside the column, until somebody writes the column. */
  @Test
  void whatOthersWroteCountsAlsoWhereTheCellDidNotFitItsColumn() {
    fill("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)", "INSERT INTO t VALUES (1, 'stray')");
    target.sync(source);
    target.execute("UPDATE client_acme.t SET n = 5");

    restore();

    assertThat(texts("SELECT typeof(n) || n FROM t")).containsExactly("integer5");
    assertThat(target.engine().verify(EngineTarget.ACME, source, VerifyMode.REPORT).differences())
        .isEqualTo(1);
  }

  @Test
  void countersAndPragmasComeBackAsOfTheLastRun() {
    fill("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)", "INSERT INTO t VALUES (1)");
    target.sync(source);
    fill("INSERT INTO t VALUES (9)", "DELETE FROM t WHERE id = 9", "PRAGMA user_version = 5");
    target.sync(source);

    restore();

    assertThat(CellCompare.differences(source, back)).isEmpty();
  }

  @Test
  void rowsThatOthersDeletedAreMissingAndItSaysSo() {
    fill(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
        "CREATE TABLE u (a TEXT)",
        "INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, 'z')",
        "INSERT INTO u VALUES ('x'), ('x')");
    target.sync(source);
    target.execute("DELETE FROM client_acme.t WHERE id < 3");
    target.execute("TRUNCATE client_acme.u");

    RestoreReport report = restore();

    assertThat(texts("SELECT a FROM t UNION ALL SELECT a FROM u")).containsExactly("z");
    assertThat(report.notes())
        .containsExactly(
            "2 rows that others deleted from the mirror are missing",
            "others emptied the mirror of table u: rows may be missing");
  }

  @Test
  void aFileWithoutTablesComesBack() {
    fill("PRAGMA user_version = 7", "CREATE VIEW v AS SELECT 1");
    target.sync(source);

    restore();

    assertThat(CellCompare.differences(source, back)).isEmpty();
    assertThat(target.engine().verify(EngineTarget.ACME, source, VerifyMode.REPORT).differences())
        .isZero();
  }

  @Test
  void aRowThatWaitsForADecisionCountsAsMissing() {
    fill("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)", "INSERT INTO t VALUES (1, 'x')");
    target.sync(source);
    target.execute("UPDATE client_acme.t SET a = 'theirs'");
    fill("UPDATE t SET a = 'newer'");
    target.sync(source);

    RestoreReport report = restore();

    assertThat(report.missing()).isEqualTo(1);
    assertThat(report.notes()).anyMatch(line -> line.contains("wait in quarantine"));
  }

  @Test
  void whatOnlyTheApplicationHasKeepsNoFileFromComingBack() throws SQLException {
    try (Connection app = DriverManager.getConnection("jdbc:sqlite:" + source)) {
      ApplicationsOwn.define(app);
      try (Statement statement = app.createStatement()) {
        statement.execute(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT COLLATE unicase UNIQUE,"
                + " b TEXT COLLATE \"o'other)\" CHECK (shouted(b) <> 'X!'),"
                + " c TEXT AS (shouted(a)) STORED)");
        statement.execute(
            "INSERT INTO t (id, a, b) VALUES (1, 'b', 'p'), (2, 'C', 'q'), (3, 'a', 'r')");
        statement.execute("CREATE TABLE keyed (k TEXT COLLATE unicase PRIMARY KEY, v)");
        statement.execute("INSERT INTO keyed VALUES ('b', 1), ('C', 2), ('a', 3)");
      }
    }
    target.sync(source);

    RestoreReport report = restore();

    assertThat(report.notes()).singleElement().asString().contains("runs REINDEX `unicase`");
    assertTheApplicationUses(back);
  }

  private static void assertTheApplicationUses(Path file) throws SQLException {
    try (Connection app = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = app.createStatement()) {
      ApplicationsOwn.define(app);
      statement.execute("REINDEX `unicase`");
      try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
        assertThat(check.getString(1)).isEqualTo("ok");
      }
      String all =
          "SELECT (SELECT id || b || c FROM t WHERE a = 'c'), group_concat(k || v) FROM keyed"
              + " WHERE k IN ('A', 'B', 'c')";
      try (ResultSet row = statement.executeQuery(all)) {
        assertThat(row.getString(1)).isEqualTo("2qC!");
        assertThat(row.getString(2).split(",")).containsExactlyInAnyOrder("a3", "b1", "C2");
      }
    }
  }

  @Test
  void aRefusalLeavesThePlaceAsItWas() throws IOException {
    fill("CREATE TABLE t (id INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    target.sync(source);
    Files.writeString(back, "precious");

    assertRefused(EngineTarget.ACME, back, "never overwrites");
    assertThat(back).hasContent("precious");
    assertRefused(EngineTarget.ACME, back.resolve("below.db"), "does not exist");
    assertRefused(EngineTarget.ACME, work.resolve("absent/x.db"), "does not exist");
    assertThatThrownBy(() -> restore(new ClientName("nobody"), back.resolveSibling("x.db")))
        .isInstanceOf(UnknownClient.class);
    assertThat(filesBesideTheTarget()).containsExactly("restored.db");
  }

  @Test
  void aClientThatWasNeverCompleteIsRefused() throws IOException {
    fill("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    new SyncClients(target.connections(), EngineTarget.CLUSTER)
        .register(EngineTarget.ACME, source, Optional.empty(), Duration.ofMinutes(5));

    assertRefused(EngineTarget.ACME, back, "complete a sync first");
    assertThat(filesBesideTheTarget()).isEmpty();
  }

  @Test
  void aFailureInTheMiddleLeavesNothingBehind() throws IOException {
    fill(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE)",
        "INSERT INTO t VALUES (1, 'x'), (2, 'y')");
    target.sync(source);
    target.execute("UPDATE client_acme.t SET a = 'x'");

    assertRefused(EngineTarget.ACME, back, "UNIQUE");
    assertThat(filesBesideTheTarget()).isEmpty();
  }

  private void assertRefused(ClientName client, Path place, String reason) {
    assertThatThrownBy(() -> restore(client, place))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining(reason);
  }

  private void fill(String... statements) {
    try (SqliteSession session = SqliteSession.open(source)) {
      for (String statement : statements) {
        session.run(statement);
      }
    }
  }

  private List<String> texts(String sql) {
    try (SqliteSession session = SqliteSession.reading(back)) {
      return session.texts(sql);
    }
  }

  private List<String> filesBesideTheTarget() throws IOException {
    try (Stream<Path> files = Files.list(back.getParent())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private RestoreReport restore() {
    return restore(EngineTarget.ACME, back);
  }

  private RestoreReport restore(ClientName client, Path place) {
    return target.engine().restore(client, place);
  }
}
