package dev.tributary.election;

import dev.tributary.api.Leadership;
import dev.tributary.api.NodeId;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A node in a JVM of its own. It says on its standard output where it stands, each time that this
 * changes, and writes fenced rows in the worst way it can: it goes on under a term that is over.
 */
final class NodeProgram {
  private final PostgresLeaderElector elector;
  private final DirectConnections database;
  private final WritingPhase phase;

  private NodeProgram(
      PostgresLeaderElector elector, DirectConnections database, WritingPhase phase) {
    this.elector = elector;
    this.database = database;
    this.phase = phase;
  }

  /** Where a writer spends its time, and so where a frozen process probably stands. */
  enum WritingPhase {
    NOTHING,
    BEFORE_THE_FENCE,
    BETWEEN_FENCE_AND_COMMIT,
    ONE_CALL
  }

  /** Takes address, user, password, node, lease in ms, and writing phase. */
  public static void main(String[] arguments) throws Exception {
    DirectConnections database =
        DirectConnections.to(arguments[0], arguments[1], () -> arguments[2]);
    PostgresLeaderElector elector =
        PostgresLeaderElector.builder()
            .node(new NodeId(arguments[3]))
            .cluster(TestLeases.CLUSTER)
            .connections(database)
            .lease(Duration.ofMillis(Long.parseLong(arguments[4])))
            .start();
    NodeProgram program = new NodeProgram(elector, database, WritingPhase.valueOf(arguments[5]));
    daemon(program::tell);
    daemon(program::write);
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    orders.readLine();
    elector.close();
    System.out.println("closed");
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "node-program");
    thread.setDaemon(true);
    thread.start();
  }

  private void tell() {
    String told = "";
    while (true) {
      String now = standing();
      if (!now.equals(told)) {
        System.out.println(now);
        told = now;
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  private String standing() {
    ElectionState state = elector.state();
    Optional<Leadership> leads = elector.current();
    if (leads.isPresent()) {
      boolean beacon = state.held().map(h -> h.beacon() == Held.Beacon.HELD).orElse(false);
      return "leader " + leads.get().token().term() + (beacon ? " with beacon" : "");
    }
    boolean sees = state.watch().beacon() == Watch.Sight.HELD;
    return sees ? "watching " + state.watch().seen().term() : "follower";
  }

  private void write() {
    Optional<Leadership> mine = Optional.empty();
    while (phase != WritingPhase.NOTHING) {
      mine = mine.isPresent() ? mine : elector.current();
      if (mine.isPresent()) {
        try {
          writeUnder(mine.get());
        } catch (SQLException | RuntimeException e) {
          System.out.println("refused");
          LockSupport.parkNanos(50_000_000);
        }
      } else {
        LockSupport.parkNanos(2_000_000);
      }
    }
  }

  private void writeUnder(Leadership term) throws SQLException {
    String insert = "INSERT INTO written VALUES (" + term.token().term() + ")";
    if (phase == WritingPhase.ONE_CALL) {
      term.callFenced(connection -> run(connection, insert));
      return;
    }
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      run(connection, insert);
      if (phase == WritingPhase.BEFORE_THE_FENCE) {
        LockSupport.parkNanos(30_000_000);
        term.commitFenced(connection);
      } else {
        term.fence(connection);
        LockSupport.parkNanos(30_000_000);
        connection.commit();
      }
    }
  }

  private static boolean run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }
}
