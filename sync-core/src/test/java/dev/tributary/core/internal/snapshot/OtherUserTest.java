package dev.tributary.core.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tributary.api.SyncException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node of another user than the app: it must create nothing that the app cannot write. */
@Tag("machine")
final class OtherUserTest {
  private static final String NOBODY = "65534";

  @TempDir Path folder;
  @TempDir Path work;
  @TempDir Path code;
  private Path database;

  @BeforeEach
  void place() throws Exception {
    assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isEqualTo(0);
    assumeThat(Path.of("/usr/bin/setpriv")).exists();
    database = folder.resolve("app.db");
    allow(folder, "rwxr-xr-x");
    allow(work, "rwxrwxrwx");
    allow(code, "rwxr-xr-x");
    for (Class<?> part :
        List.of(SourceFile.class, SyncException.class, AppMain.class, org.sqlite.JDBC.class)) {
      copyCodeOf(part);
    }
    copyCodeOf(org.slf4j.Logger.class);
    copyCodeOf(org.assertj.core.api.Assertions.class);
    copyCodeOf(Class.forName("net.bytebuddy.ByteBuddy")); // AssertJ's; not ours to compile against
  }

  @Test
  void walIsReadLiveWhereNothingCanBeCreated() {
    try (AppProcess app = AppProcess.on(database, Sources.WAL_MODE).all(Sources.accounts())) {
      app.execute("UPDATE account SET generation = 2");
      assertReads("live 2");
      app.execute("UPDATE account SET generation = 3");
    }
  }

  @Test
  void walIsCopiedWhereFilesCouldBeCreated() throws IOException {
    allow(folder, "rwxrwxrwx");
    try (AppProcess app = AppProcess.on(database, Sources.WAL_MODE).all(Sources.accounts())) {
      app.execute("UPDATE account SET generation = 2");
      assertReads("recovered copy 2");
      app.execute("UPDATE account SET generation = 3");
    }
    assertReads("copy 3");
    AppProcess.on(database, "UPDATE account SET generation = 4").close();
  }

  @Test
  void rollbackModeIsCopied() {
    try (AppProcess app = AppProcess.on(database, Sources.DELETE_MODE).all(Sources.accounts())) {
      assertReads("copy 0");
      app.execute("UPDATE account SET generation = 3");
    }
  }

  @Test
  void hotJournalIsRolledBackInTheCopy() throws IOException {
    AppProcess app = AppProcess.on(database, Sources.DELETE_MODE).all(Sources.accounts());
    app.all(Sources.SMALL_CACHE)
        .all("BEGIN", "UPDATE account SET generation = 5, filler = randomblob(700)")
        .kill();
    assertReads("recovered copy 0");
    allow(folder, "rwxrwxrwx");
    assertReads("recovered copy 0");
  }

  @Test
  void forbiddenFileIsSaidToBeForbidden() throws IOException {
    Sources.make(database);
    allow(database, "rw-------");
    assertThat(asNobody()).contains("ConfigurationInvalid").contains("may not be read");
  }

  private void assertReads(String expected) {
    Map<String, String> before = Sources.everythingIn(folder);
    assertThat(asNobody()).isEqualTo(expected);
    assertThat(Sources.everythingIn(folder)).isEqualTo(before);
  }

  private String asNobody() {
    AppProcess node =
        AppProcess.start(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"),
            classPath(),
            CopyHolderMain.class,
            List.of(database.toString(), work.toString()));
    try (node) {
      return node.answer();
    }
  }

  private String classPath() {
    try (Stream<Path> parts = Files.list(code)) {
      return parts.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The build's own folders may be closed to other users. */
  private void copyCodeOf(Class<?> type) throws IOException, URISyntaxException {
    Path from = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path to = code.resolve(type.getSimpleName() + "-" + from.getFileName());
    List<Path> all = new ArrayList<>();
    try (Stream<Path> parts = Files.walk(from)) {
      parts.forEach(all::add);
    }
    for (Path part : all) {
      Path target = Files.isSameFile(part, from) ? to : to.resolve(from.relativize(part));
      Files.copy(part, target, StandardCopyOption.REPLACE_EXISTING);
      allow(target, "rwxr-xr-x");
    }
  }

  private static void allow(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
