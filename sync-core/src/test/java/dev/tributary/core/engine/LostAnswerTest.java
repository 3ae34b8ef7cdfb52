package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.LeaderElector;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.TestBuilders;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.sqlite.SqliteApp;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network breaks just when PostgreSQL was told to commit. */
final class LostAnswerTest {
  private static final Limits TINY_PIECES =
      new Limits(20, 100, 1 << 20, 0, 20_000, 2, Duration.ofSeconds(5));

  /** The client's registration and the job's record. */
  private static final int BEFORE = 2;

  @TempDir Path directory;
  private EngineTarget target;
  private Path file;
  private SqliteApp app;

  @BeforeEach
  void makeRows() {
    file = directory.resolve("app.db");
    app = new SqliteApp(file);
    target = EngineTarget.create(directory.resolve("data"));
    app.run(
        "CREATE TABLE t (id TEXT PRIMARY KEY, v TEXT)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
            + " INSERT INTO t SELECT 'k' || i, 'v' || i FROM n");
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void aCommitThatHappenedCounts() {
    SyncReport report = sync(Limits.defaults(), Break.AFTER_COMMIT, BEFORE + 1);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(count()).isEqualTo("3000");
    app.run("UPDATE t SET v = 'x' WHERE id = 'k7'", "DELETE FROM t WHERE id = 'k8'");
    assertThat(target.sync(file).rowsChanged()).isEqualTo(2);
  }

  @Test
  void aCommitThatDidNotHappenLeavesNothing() {
    assertThatThrownBy(() -> sync(Limits.defaults(), Break.BEFORE_COMMIT, BEFORE + 1))
        .isInstanceOf(TargetUnavailable.class);
    assertThat(target.query("SELECT fingerprint FROM sync_metadata.client_deployments"))
        .containsExactly("null");
    assertThat(target.sync(file).rowsChanged()).isEqualTo(3000);
  }

  /** A crash forgets what was not flushed, and gives the number of the transaction to another. */
  @Test
  void aNumberThatSomebodyElseCommittedUnderProvesNothing() {
    assertThatThrownBy(() -> sync(Limits.defaults(), Break.NUMBER_GIVEN_AWAY, BEFORE + 1))
        .isInstanceOf(TargetUnavailable.class);
    assertThat(target.query("SELECT fingerprint FROM sync_metadata.client_deployments"))
        .containsExactly("null");
    assertThat(target.sync(file).rowsChanged()).isEqualTo(3000);
  }

  @Test
  void piecesOfALoadThatHappenedCount() {
    SyncReport report = sync(TINY_PIECES, Break.AFTER_COMMIT, BEFORE + 3);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(count()).isEqualTo("3000");
    assertThat(target.sync(file).rowsChanged()).isZero();
  }

  @Test
  void aLoadGoesOnAfterAPieceThatDidNotHappen() {
    assertThatThrownBy(() -> sync(TINY_PIECES, Break.BEFORE_COMMIT, BEFORE + 3))
        .isInstanceOf(TargetUnavailable.class);
    target.restart(TINY_PIECES);
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(target.query("SELECT count(*), count(DISTINCT id) FROM client_acme.t"))
        .containsExactly("3000|3000");
  }

  private enum Break {
    BEFORE_COMMIT,
    AFTER_COMMIT,
    NUMBER_GIVEN_AWAY
  }

  private String count() {
    return target.query("SELECT count(*) FROM client_acme.t").get(0);
  }

  /**
   * @param which of the fenced commits breaks
   */
  private SyncReport sync(Limits limits, Break how, int which) {
    AtomicInteger left = new AtomicInteger(which);
    try (LeaderElector elector =
            LeaderElector.single(new NodeId("torn"), EngineTarget.CLUSTER, target.connections());
        MirrorEngine engine =
            TestBuilders.engine(limits)
                .connections(() -> torn(target.connections().connect(), how, left))
                .elector(elector)
                .cluster(EngineTarget.CLUSTER)
                .dataDirectory(directory.resolve("data-torn"))
                .open()) {
      return engine.sync(SyncRequest.of(EngineTarget.ACME, file));
    }
  }

  private static Connection torn(Connection real, Break how, AtomicInteger left) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          if (how == Break.NUMBER_GIVEN_AWAY && asksForStatus(arguments)) {
            return real.prepareStatement("SELECT 'committed' WHERE ? <> ''");
          }
          Object result = call(real, method, arguments);
          boolean plain = method.getName().equals("createStatement") && arguments == null;
          return plain ? torn((Statement) result, real, how, left) : result;
        });
  }

  private static boolean asksForStatus(Object[] arguments) {
    return arguments != null && String.valueOf(arguments[0]).contains("pg_xact_status");
  }

  private static Statement torn(Statement real, Connection owner, Break how, AtomicInteger left) {
    return proxy(
        Statement.class,
        (method, arguments) -> {
          boolean commits = arguments != null && String.valueOf(arguments[0]).endsWith("; COMMIT");
          if (!commits || left.decrementAndGet() != 0) {
            return call(real, method, arguments);
          }
          if (how == Break.AFTER_COMMIT) {
            call(real, method, arguments);
          }
          owner.abort(Runnable::run);
          throw new SQLException("the network is away", "08006");
        });
  }

  private interface Answer {
    Object to(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method, arguments)));
  }

  private static Object call(Object on, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
