package dev.tributary.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.Cell;
import dev.tributary.api.ChangeCapture.TableChange;
import dev.tributary.api.RowChange;
import dev.tributary.api.SourceUnavailable;
import dev.tributary.core.internal.ScratchFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileChangeCaptureTest {
  @TempDir Path directory;
  private Path path;
  private ScratchFile app;
  private FileChangeCapture capture;

  @BeforeEach
  void open() {
    path = directory.resolve("app").resolve("app.db");
    path.getParent().toFile().mkdirs();
    app = ScratchFile.at(path);
    capture = new FileChangeCapture(directory.resolve("work"));
  }

  @AfterEach
  void close() {
    capture.close();
    app.close();
  }

  @Test
  void everyRowComesFirstAndThenOnlyChangesWithDeletesBeforeUpserts() {
    app.run(
        "CREATE TABLE user (id TEXT PRIMARY KEY, name TEXT)",
        "INSERT INTO user VALUES ('a', 'Ann'), ('b', 'Bob')");
    assertThat(changes()).containsExactly("user +a Ann", "user +b Bob");
    assertThat(changes()).isEmpty();

    app.run("UPDATE user SET id = 'c' WHERE id = 'b'", "UPDATE user SET name = 'Amy' LIMIT 1");
    assertThat(changes()).containsExactly("user -b", "user +a Amy", "user +c Bob");
  }

  @Test
  void rowsReadAreCountedByTable() {
    app.run("CREATE TABLE t (a)", "CREATE TABLE u (a)", "INSERT INTO u VALUES (1), (2)");

    assertThat(capture.capture(path, change -> {})).isEqualTo(Map.of("t", 0L, "u", 2L));
  }

  @Test
  void equalRowsOfAKeylessTableAreToldApart() {
    app.run("CREATE TABLE t (a)", "INSERT INTO t VALUES ('x'), ('x'), ('x')");
    List<TableChange> first = told();

    app.run("DELETE FROM t WHERE rowid = 1");
    List<TableChange> second = told();

    assertThat(first).extracting(change -> change.change().key()).doesNotHaveDuplicates();
    assertThat(second).hasSize(1);
    assertThat(first)
        .extracting(change -> change.change().key())
        .contains(second.get(0).change().key());
  }

  @Test
  void keysOfAnyClassAreToldAsTheyAre() {
    app.run("CREATE TABLE t (k PRIMARY KEY) WITHOUT ROWID", "INSERT INTO t VALUES (1), ('1')");

    assertThat(told())
        .extracting(change -> change.change().key().cells().get(0))
        .containsExactlyInAnyOrder(new Cell.Int(1), text("1"));
  }

  @Test
  void droppedTableAndChangedKeyAreDeletesOfAllTheirRows() {
    app.run(
        "CREATE TABLE t (id TEXT PRIMARY KEY)",
        "INSERT INTO t VALUES ('a')",
        "CREATE TABLE u (id TEXT NOT NULL UNIQUE, n TEXT NOT NULL)",
        "INSERT INTO u VALUES ('b', 'c')");
    changes();

    app.run(
        "DROP TABLE t",
        "DROP TABLE u",
        "CREATE TABLE u (id TEXT, n TEXT PRIMARY KEY NOT NULL)",
        "INSERT INTO u VALUES ('b', 'c')");

    assertThat(changes()).containsExactly("t -a", "u -b", "u +b c");
  }

  @Test
  void addedColumnTellsOnlyRowsThatHaveAValueInIt() {
    app.run("CREATE TABLE t (id TEXT PRIMARY KEY)", "INSERT INTO t VALUES ('a'), ('b')");
    changes();

    app.run("ALTER TABLE t ADD COLUMN v", "UPDATE t SET v = 'x' WHERE id = 'b'");

    assertThat(changes()).containsExactly("t +b x");
  }

  @Test
  void captureThatFailsCountsAsNone() {
    app.run(
        "CREATE TABLE t (id TEXT PRIMARY KEY)",
        "INSERT INTO t VALUES ('a')",
        "CREATE TABLE u (id TEXT PRIMARY KEY)");
    changes();
    app.run("INSERT INTO t VALUES ('b')", "INSERT INTO u VALUES ('c')");

    assertThatThrownBy(
            () ->
                capture.capture(
                    path,
                    change -> {
                      if (change.table().equals("u")) {
                        throw new IllegalStateException("consumer fails");
                      }
                    }))
        .hasMessage("consumer fails");

    assertThat(changes()).containsExactly("t +b", "u +c");
  }

  @Test
  void missingFileIsUnavailableAndNothingIsCreated() {
    Path missing = directory.resolve("app").resolve("missing.db");

    assertThatThrownBy(() -> capture.capture(missing, change -> {}))
        .isInstanceOf(SourceUnavailable.class);
    assertThat(missing).doesNotExist();
  }

  @Test
  void closingLeavesNoFiles() throws Exception {
    app.run("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
    changes();
    changes();

    capture.close();

    try (var files = Files.walk(directory.resolve("work"))) {
      assertThat(files).allMatch(Files::isDirectory);
    }
  }

  private List<TableChange> told() {
    List<TableChange> told = new ArrayList<>();
    capture.capture(path, told::add);
    return told;
  }

  private List<String> changes() {
    return told().stream().map(FileChangeCaptureTest::said).toList();
  }

  private static String said(TableChange change) {
    if (change.change() instanceof RowChange.Upsert upsert) {
      StringBuilder said = new StringBuilder(change.table() + " +");
      upsert.row().cells().values().forEach(cell -> said.append(said(cell)).append(' '));
      return said.toString().trim();
    }
    return change.table() + " -" + said(change.change().key().cells().get(0));
  }

  private static String said(Cell cell) {
    return cell instanceof Cell.Text text
        ? new String(text.bytes(), StandardCharsets.UTF_8)
        : cell.toString();
  }

  private static Cell text(String text) {
    return new Cell.Text(text.getBytes(StandardCharsets.UTF_8));
  }
}
