package dev.tributary.examples;

import dev.tributary.api.ClusterName;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.NodeId;
import dev.tributary.election.DirectConnections;
import dev.tributary.election.ElectionSchema;
import dev.tributary.election.PostgresLeaderElector;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs a job on one of any number of JVMs; when that one dies, another goes on. Start it three
 * times with address, user and a node's name; the password is in {@code DATABASE_PASSWORD}.
 */
public final class JobOnOneNode {
  private JobOnOneNode() {}

  public static void main(String[] arguments) throws InterruptedException {
    DirectConnections database =
        DirectConnections.to(arguments[0], arguments[1], () -> System.getenv("DATABASE_PASSWORD"));
    ElectionSchema.install(database);
    try (PostgresLeaderElector elector =
        PostgresLeaderElector.builder()
            .node(new NodeId(arguments[2]))
            .cluster(new ClusterName("reports"))
            .connections(database)
            .start()) {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          elector.runAsLeader(() -> elector.current().ifPresent(JobOnOneNode::report));
        } catch (LeadershipLost e) {
          System.out.println("another node goes on: " + e.getMessage());
        }
        new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** What it writes commits only while this node leads, however long it was paused in between. */
  private static void report(Leadership leadership) {
    leadership.callFenced(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS report (written timestamptz)");
            return statement.execute("INSERT INTO report VALUES (clock_timestamp())");
          }
        });
    System.out.println("reported in term " + leadership.token().term());
  }
}
