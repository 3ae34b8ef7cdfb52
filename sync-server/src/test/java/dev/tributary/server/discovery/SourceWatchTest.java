package dev.tributary.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.ClientLifecycle;
import dev.tributary.core.Confirmation;
import dev.tributary.core.DiscoveredSource.Kind;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.SourceDiscovery;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.node.TestCluster;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that finds files by itself, one look after the other. */
final class SourceWatchTest {
  private static final AtomicInteger ASKED = new AtomicInteger();
  private static final AtomicBoolean AWAY = new AtomicBoolean();
  private static final String CLIENTS =
      "SELECT client_name || ' ' || sync_enabled || ' ' || sync_interval"
          + " FROM sync_metadata.client_deployments ORDER BY 1";

  @TempDir static Path directory;
  private static TestCluster cluster;
  private static ConnectionSource connections;
  private static LeaderElector elector;

  @TempDir Path opt;
  private final AtomicLong nanos = new AtomicLong();
  private final List<String> told = new ArrayList<>();
  private SourceWatch watch;

  @BeforeAll
  static void open() throws Exception {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    ConnectionSource role =
        DatabaseUrl.parse(cluster.environment().get("DATABASE_URL"))
            .withPasswordFile(Path.of(cluster.environment().get("DATABASE_PASSWORD_FILE")))
            .connections();
    connections =
        () -> {
          ASKED.incrementAndGet();
          if (AWAY.get()) {
            throw new SQLException("away", "08006");
          }
          return role.connect();
        };
    elector = LeaderElector.single(new NodeId("node-a"), name(), role);
    elector.await(Duration.ofSeconds(10));
  }

  @AfterAll
  static void close() {
    elector.close();
    cluster.close();
  }

  private static ClusterName name() {
    return new ClusterName(TestCluster.NAME);
  }

  @BeforeEach
  void begin() {
    cluster
        .query("SELECT client_name FROM sync_metadata.client_deployments")
        .forEach(
            client ->
                cluster.execute("SELECT sync_metadata.deregister_client('" + client + "', true)"));
    watch = watch(elector, Map.of());
  }

  private SourceWatch watch(LeaderElector leads, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("DISCOVER_SOURCES", opt + "/*/data/webui.db");
    return new SourceWatch(
        settings(environment),
        new SourceWatch.Parts(
            new SourceDiscovery(connections, name()),
            leads,
            () -> Duration.ofMinutes(5),
            nanos::get,
            told::add));
  }

  private static DiscoverySettings settings(Map<String, String> environment) {
    return DiscoverySettings.of(new Surroundings(environment, directory, "box", 1));
  }

  private Path app(String customer) throws Exception {
    Path file = Files.createDirectories(opt.resolve(customer + "/data")).resolve("webui.db");
    new SqliteApp(file).run("CREATE TABLE note (id INTEGER PRIMARY KEY)");
    return file;
  }

  private static void sync(String client, Path file) {
    try (MirrorEngine engine =
        MirrorEngine.builder()
            .connections(connections)
            .elector(elector)
            .cluster(name())
            .dataDirectory(directory.resolve("engine"))
            .open()) {
      engine.sync(SyncRequest.of(new ClientName(client), file));
    }
  }

  @Test
  void newFilesAreRegisteredAndStartedAndWhileNothingChangesPostgresIsNotAsked() throws Exception {
    Path acme = app("acme");
    app("Beta Inc");
    watch.look();
    assertThat(cluster.query(CLIENTS)).containsExactly("acme true 300", "beta-inc true 300");
    assertThat(watch.count(Kind.KNOWN)).isEqualTo(2);
    assertThat(
            cluster.query(
                "SELECT DISTINCT actor FROM sync_metadata.audit_log WHERE action = 'start'"))
        .containsExactly("discovery");
    int before = ASKED.get();
    new SqliteApp(acme).run("INSERT INTO note VALUES (1)");
    watch.look();
    assertThat(ASKED.get()).as("an app that writes is no news").isEqualTo(before);
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    watch.look();
    assertThat(ASKED.get()).isGreaterThan(before);
    app("gamma");
    watch.look();
    assertThat(cluster.query(CLIENTS)).contains("gamma true 300");
    assertThat(told).isEmpty();
    assertThat(watch.problems()).isEmpty();
  }

  @Test
  void aBadFileIsToldOnceAndTakenWhenItIsOne() throws Exception {
    Path file = Files.createDirectories(opt.resolve("late/data")).resolve("webui.db");
    Files.writeString(file, "no database at all");
    watch.look();
    int before = ASKED.get();
    watch.look();
    watch.look();
    assertThat(ASKED.get()).isEqualTo(before);
    assertThat(told).singleElement().asString().contains("late/data/webui.db is refused");
    assertThat(watch.problems()).isEmpty();
    Files.delete(file);
    app("late");
    watch.look();
    assertThat(cluster.query(CLIENTS)).containsExactly("late true 300");
  }

  @Test
  void vanishedReplacedAndRenamedFilesAreAPersonsUntilTheyAreWell() throws Exception {
    Path gone = app("gone");
    Path other = app("other");
    Path moved = app("moved");
    watch.look();
    for (Path file : List.of(gone, other, moved)) {
      sync(opt.relativize(file).getName(0).toString(), file);
    }
    Path kept = Files.move(gone, opt.resolve("kept.db"));
    Path second = opt.resolve("second.db");
    new SqliteApp(second).run("CREATE TABLE note (id INTEGER PRIMARY KEY)");
    Files.move(second, other, StandardCopyOption.REPLACE_EXISTING);
    Files.move(opt.resolve("moved"), opt.resolve("moved-2"));
    watch.look();
    watch.look();
    assertThat(told).hasSize(3);
    assertThat(watch.problems())
        .containsExactly(
            "files of clients are vanished: 1 (gone)",
            "files of clients are replaced: 1 (other)",
            "files of clients are renamed: 1 (moved)");
    Files.move(kept, gone);
    sync("other", other);
    SourceWatch following = watch(elector, Map.of("DISCOVER_FOLLOW", "yes"));
    following.look();
    assertThat(following.problems()).isEmpty();
    watch.look();
    assertThat(watch.problems()).isEmpty();
    assertThat(
            cluster.one(
                "SELECT source_path FROM sync_metadata.client_deployments"
                    + " WHERE client_name = 'moved'"))
        .isEqualTo(opt.resolve("moved-2/data/webui.db").toString());
  }

  @Test
  void whatAPersonRemovedAndWhatALinkLeadsToIsLeftAlone() throws Exception {
    Path left = app("left");
    watch.look();
    new ClientLifecycle(connections, name())
        .deregister(new ClientName("left"), new Confirmation("left"), "ann");
    Path secret = opt.resolve("secret.db");
    new SqliteApp(secret).run("CREATE TABLE note (id INTEGER PRIMARY KEY)");
    Files.createDirectories(opt.resolve("sly/data"));
    Files.createSymbolicLink(opt.resolve("sly/data/webui.db"), secret);
    watch.look();
    watch.look();
    assertThat(cluster.query(CLIENTS)).isEmpty();
    assertThat(told)
        .hasSize(2)
        .anyMatch(line -> line.contains(left + " is refused") && line.contains("deregistered"))
        .anyMatch(line -> line.contains("sly") && line.contains("a link leads to it"));
  }

  @Test
  void aNodeThatFollowsDoesNotLook() throws Exception {
    app("acme");
    int before = ASKED.get();
    try (LeaderElector none =
        LeaderElector.single(
            new NodeId("node-b"),
            new ClusterName("else"),
            () -> {
              throw new SQLException("no lease", "08006");
            })) {
      SourceWatch follower = watch(none, Map.of());
      follower.look();
      assertThat(follower.count(Kind.NEW)).isZero();
    }
    assertThat(ASKED.get()).isEqualTo(before);
    assertThat(cluster.query(CLIENTS)).isEmpty();
  }

  @Test
  void aDatabaseThatIsAwayIsWaitedFor() throws Exception {
    app("acme");
    AWAY.set(true);
    watch.look();
    AWAY.set(false);
    assertThat(told).isEmpty();
    watch.look();
    assertThat(cluster.query(CLIENTS)).containsExactly("acme true 300");
  }

  @Test
  void whatCannotBeMeantIsRefusedByName() {
    DiscoverySettings two =
        settings(Map.of("DISCOVER_SOURCES", "/opt/*/x.db; /srv/a=b/*/*.db=b-{2}"));
    assertThat(two.places())
        .containsExactly(
            new DiscoverySettings.Place("/opt/*/x.db", "{1}"),
            new DiscoverySettings.Place("/srv/a=b/*/*.db", "b-{2}"));
    assertThat(two.interval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(two.acts()).containsExactly(DiscoverySettings.Act.START);
    assertThat(settings(Map.of()).places()).isEmpty();
    Map<String, String> bad =
        Map.of(
            "DISCOVER_SOURCES", "opt/*",
            "DISCOVER_INTERVAL", "0",
            "DISCOVER_START", "true",
            "DISCOVER_FOLLOW", "maybe");
    bad.forEach(
        (name, value) ->
            assertThatThrownBy(() -> settings(Map.of(name, value)))
                .isInstanceOf(ConfigurationInvalid.class)
                .hasMessageContainingAll(name, value));
  }
}
