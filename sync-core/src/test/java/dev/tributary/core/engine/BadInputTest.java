package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.SourceUnavailable;
import dev.tributary.api.SyncException;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import dev.tributary.test.sqlite.FileState;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong is told in one line, with the right kind of failure, and changes nothing. */
final class BadInputTest {
  private static final String STATE =
      """
      SELECT (SELECT count(*) FROM sync_metadata.client_deployments),
             (SELECT count(*) FROM sync_metadata.table_plans),
             (SELECT count(*) FROM sync_metadata.sync_jobs WHERE status <> 'failed'),
             (SELECT string_agg(nspname, ',' ORDER BY nspname) FROM pg_namespace
               WHERE nspname NOT LIKE 'pg\\_%'),
             (SELECT count(*) FROM client_acme.note), (SELECT max(body) FROM client_acme.note)
      """;

  @TempDir Path directory;
  private EngineTarget target;
  private Path file;
  private Path folder;

  @BeforeEach
  void mirrorOne() throws IOException {
    folder = Files.createDirectory(directory.resolve("app"));
    file = folder.resolve("app.db");
    new SqliteApp(file)
        .run(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
            "INSERT INTO note VALUES (1, 'a'), (2, hex(zeroblob(20000)))");
    target = EngineTarget.create(directory.resolve("data"));
    target.sync(file);
  }

  @AfterEach
  void close() {
    target.close();
  }

  private enum BadFile {
    MISSING(SourceUnavailable.class),
    DIRECTORY(ConfigurationInvalid.class),
    EMPTY(SourceUnavailable.class),
    TEXT(ConfigurationInvalid.class),
    TRUNCATED(ConfigurationInvalid.class),
    ENCRYPTED(ConfigurationInvalid.class);

    private final Class<? extends SyncException> failure;

    BadFile(Class<? extends SyncException> failure) {
      this.failure = failure;
    }
  }

  @ParameterizedTest
  @EnumSource(BadFile.class)
  void aBadFileOfANewClientIsTold(BadFile kind) throws IOException {
    Path bad = make(kind, folder.resolve("bad.db"));
    assertRefused(SyncRequest.of(new ClientName("other"), bad), kind.failure, bad.toString());
  }

  @ParameterizedTest
  @EnumSource(BadFile.class)
  void aFileThatTurnedBadLeavesTheMirrorAsItIs(BadFile kind) throws IOException {
    List<String> before = target.query(STATE);
    make(kind, file);
    FileState files = FileState.of(folder.resolve("any"));
    String said;
    try {
      said = target.sync(file).holdReason().orElse("no reason");
    } catch (SyncException e) {
      assertThat(e).isInstanceOf(kind.failure);
      said = e.getMessage();
    }
    assertThat(said).contains(file.toString()).doesNotContain("\n");
    assertThat(target.query(STATE)).isEqualTo(before);
    assertThat(files.differencesTo(FileState.of(folder.resolve("any")))).isEmpty();
  }

  private Path make(BadFile kind, Path bad) throws IOException {
    byte[] sound = Files.readAllBytes(file);
    Files.deleteIfExists(bad);
    switch (kind) {
      case MISSING -> {}
      case DIRECTORY -> Files.createDirectory(bad);
      case EMPTY -> Files.createFile(bad);
      case TEXT -> Files.writeString(bad, "id,body\n1,a\n".repeat(500));
      case TRUNCATED -> Files.write(bad, Arrays.copyOf(sound, sound.length / 2 / 4096 * 4096));
      case ENCRYPTED -> Files.write(bad, noise());
    }
    return bad;
  }

  private static byte[] noise() {
    byte[] bytes = new byte[16_384];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE own (a TEXT COLLATE unicase PRIMARY KEY, b) WITHOUT ROWID",
        "CREATE TABLE own (a TEXT, b, c AS (shouted(a)) VIRTUAL)"
      })
  void aTableThatOnlyItsApplicationCanReadIsNoPassingTrouble(String table) throws Exception {
    try (Connection app = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = app.createStatement()) {
      ApplicationsOwn.define(app);
      statement.execute(table);
      statement.execute("INSERT INTO own (a, b) VALUES ('x', 1)");
    }
    assertRefused(
        SyncRequest.of(EngineTarget.ACME, file),
        ConfigurationInvalid.class,
        "needs a collation or function of its application");
  }

  @Test
  void aFileThatItsAppHoldsLockedIsTriedLater() {
    new SqliteApp(file).run("UPDATE note SET body = 'b' WHERE id = 1");
    try (LockingProcess app = LockingProcess.on(file)) {
      assertThat(app.process().isAlive()).isTrue();
      assertRefused(
          SyncRequest.of(EngineTarget.ACME, file), SourceUnavailable.class, file.toString());
    }
    assertThat(target.sync(file).rowsChanged()).isEqualTo(1);
  }

  @Test
  void aFileOfAnotherClientIsNamedWithItsClient() {
    assertRefused(
        SyncRequest.of(new ClientName("other"), file), ConfigurationInvalid.class, "client acme");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"public", "pg_evil", "sync_metadata", "information_schema", "client_acme"})
  void aSchemaThatIsNotFreeIsNamed(String schema) throws IOException {
    Path other = Files.copy(file, folder.resolve("other.db"));
    assertRefused(
        SyncRequest.of(new ClientName("other"), other).withSchema(schema),
        ConfigurationInvalid.class,
        schema);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 64, 300})
  void aSchemaNameThatIsTooShortOrTooLongIsTold(int length) throws IOException {
    Path other = Files.copy(file, folder.resolve("other.db"));
    assertRefused(
        SyncRequest.of(new ClientName("other"), other).withSchema("s".repeat(length)),
        ConfigurationInvalid.class,
        "schema");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../etc", "a b", "A", "a'; DROP TABLE x", "a\"b", "-a", "a\nb"})
  void aBadNameIsRefusedAtOnce(String name) {
    assertThatThrownBy(() -> new ClientName(name)).isInstanceOf(ConfigurationInvalid.class);
    assertThatThrownBy(() -> new ClientName("a".repeat(300)))
        .isInstanceOf(ConfigurationInvalid.class);
  }

  @Test
  void aTypeForAColumnThatIsNotThereIsNamed() throws IOException {
    Path other = Files.copy(file, folder.resolve("other.db"));
    assertRefused(
        SyncRequest.of(new ClientName("other"), other)
            .withColumnTypes(Map.of("note.boddy", "text")),
        ConfigurationInvalid.class,
        "note.boddy");
  }

  @Test
  void aDataDirectoryThatCannotBeWrittenIsNamed() throws IOException {
    Path taken = Files.writeString(directory.resolve("taken"), "a file");
    for (Path data : List.of(taken, taken.resolve("below"), Path.of("/proc/tributary"))) {
      new SqliteApp(file).run("UPDATE note SET body = body || 'x' WHERE id = 1");
      List<String> before = target.query(STATE);
      assertOneLine(data, target.connections(), SyncException.class, data.toString());
      assertThat(target.query(STATE)).isEqualTo(before);
    }
  }

  @Test
  void anUnreachableDatabaseIsTriedLater() throws IOException {
    int port = closedPort();
    assertOneLine(
        directory.resolve("data-2"),
        () -> DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/x", "u", "p"),
        TargetUnavailable.class,
        "127.0.0.1:" + port);
  }

  @Test
  void aWrongPasswordIsToldAndNotShown() {
    assertOneLine(
        directory.resolve("data-2"),
        () -> target.database().connectAs(target.role(), "geheimnis"),
        ConfigurationInvalid.class,
        "password");
  }

  @Test
  void aDatabaseWithoutTheSchemaNamesTheCommandThatInstallsIt() {
    try (TestDatabase empty = PostgresServer.shared().newDatabase()) {
      assertOneLine(
          directory.resolve("data-2"),
          empty::connect,
          ConfigurationInvalid.class,
          "tributary db install");
      assertThat(
              EngineTarget.query(
                  empty, "SELECT count(*) FROM pg_tables WHERE schemaname !~ '^(pg_|inf)'"))
          .containsExactly("0");
    }
  }

  /** A port that was free a moment ago: nobody listens there. */
  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void assertOneLine(
      Path data, ConnectionSource through, Class<? extends SyncException> type, String words) {
    Throwable failure =
        catchThrowable(
            () -> {
              try (MirrorEngine engine =
                  TestNode.engine(target.elector(), through, data, Limits.defaults())) {
                engine.sync(SyncRequest.of(EngineTarget.ACME, file));
              }
            });
    assertThat(failure)
        .isInstanceOf(type)
        .hasMessageContaining(words)
        .hasMessageNotContainingAny("\n", "geheimnis");
  }

  private void assertRefused(
      SyncRequest request, Class<? extends SyncException> type, String words) {
    List<String> before = target.query(STATE);
    FileState files = FileState.of(folder.resolve("any"));
    assertThatThrownBy(() -> target.engine().sync(request))
        .isInstanceOf(type)
        .hasMessageContaining(words)
        .hasMessageNotContaining("\n");
    assertThat(files.differencesTo(FileState.of(folder.resolve("any")))).isEmpty();
    assertThat(target.query(STATE)).isEqualTo(before);
  }
}
