package dev.tributary.examples;

import dev.tributary.postgres.BundledPostgres;
import dev.tributary.postgres.PostgresAccess;
import dev.tributary.postgres.PostgresBinaries;
import dev.tributary.postgres.PostgresSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Starts {@link JobOnOneNode} three times, kills the one that does the job, and shows who goes on.
 */
public final class JobOnThreeNodes {
  /** Sessions that have asked for the leader's beacon: their nodes know who leads. */
  private static final String FOLLOWERS =
      """
      SELECT count(*) FROM pg_stat_activity
       WHERE datname = current_database() AND state = 'idle' AND pid <> pg_backend_pid()
         AND query LIKE '%pg_try_advisory_lock_shared%'
      """;

  private final PrintStream out;
  private final Map<String, Process> nodes = new TreeMap<>();
  private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();

  private record Said(String node, String line) {}

  JobOnThreeNodes(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments)
      throws IOException, SQLException, InterruptedException {
    try (BundledPostgres server =
        BundledPostgres.temporary(PostgresBinaries.bundled(), PostgresSettings.fast())) {
      new JobOnThreeNodes(System.out).run(server.access());
    }
  }

  void run(PostgresAccess access) throws IOException, SQLException, InterruptedException {
    try (Connection connection =
        DriverManager.getConnection(access.jdbcUrl("postgres"), access.user(), access.password())) {
      for (String node : new String[] {"a", "b", "c"}) {
        nodes.put(node, start(node, access));
      }
      Said leader = told();
      // A leader that dies before anybody has seen it is missed when its lease ends.
      while (followers(connection) < 2) {
        leader = told();
      }
      out.println("kill -9 of node " + leader.node());
      nodes.remove(leader.node()).destroyForcibly().waitFor();
      Said next = told();
      while (next.node().equals(leader.node())) {
        next = told();
      }
    } finally {
      nodes.values().forEach(Process::destroyForcibly);
    }
  }

  private Said told() throws InterruptedException {
    Said next = said.take();
    out.println("node " + next.node() + ": " + next.line());
    return next;
  }

  private static long followers(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(FOLLOWERS)) {
      row.next();
      return row.getLong(1);
    }
  }

  private Process start(String node, PostgresAccess access) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                JobOnOneNode.class.getName(),
                access.jdbcUrl("postgres"),
                access.user(),
                node)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("DATABASE_PASSWORD", access.password());
    Process process = builder.start();
    Thread reader = new Thread(() -> read(node, process), "read-" + node);
    reader.setDaemon(true);
    reader.start();
    return process;
  }

  private void read(String node, Process process) {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      output.lines().forEach(line -> said.add(new Said(node, line)));
    } catch (IOException | UncheckedIOException e) {
      said.add(new Said(node, "ended"));
    }
  }
}
