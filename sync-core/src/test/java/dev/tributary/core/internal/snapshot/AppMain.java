package dev.tributary.core.internal.snapshot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * The other process: an app with its own SQLite file. One command per line in, one answer per line
 * out.
 */
final class AppMain {
  private final String url;
  private final BufferedReader commands;

  private AppMain(String url, BufferedReader commands) {
    this.url = url;
    this.commands = commands;
  }

  public static void main(String[] args) throws Exception {
    new AppMain(
            "jdbc:sqlite:" + args[0],
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)))
        .run();
  }

  private void run() throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String command; (command = commands.readLine()) != null; ) {
        answer(statement, command);
      }
    }
  }

  private void answer(Statement statement, String command) throws IOException {
    try {
      if (command.startsWith("churn ")) {
        String[] words = command.split(" ");
        Duration pause = Duration.ofMillis(Long.parseLong(words[2]));
        System.out.println(churn(statement, Long.parseLong(words[1]), pause) + " rounds");
      } else {
        // An open result is an open transaction.
        if (statement.execute(command)) {
          statement.getResultSet().close();
        }
        System.out.println("ok");
      }
    } catch (SQLException e) {
      System.out.println("error " + e.getMessage().replace('\n', ' '));
    }
  }

  /** Transactions that touch all rows and keep their sum, until the next line comes in. */
  private long churn(Statement statement, long seed, Duration longestPause)
      throws SQLException, IOException {
    Random random = new Random(seed);
    long rounds = 0;
    while (!commands.ready()) {
      transfer(statement, random);
      rounds++;
      LockSupport.parkNanos((long) (random.nextDouble() * longestPause.toNanos()));
    }
    commands.readLine();
    return rounds;
  }

  /** With a small cache SQLite writes pages of the open transaction into the file. */
  private static void transfer(Statement statement, Random random) throws SQLException {
    int amount = random.nextInt(1000);
    statement.execute("BEGIN IMMEDIATE");
    statement.execute(
        "UPDATE account SET generation = generation + 1, filler = randomblob(700),"
            + " amount = amount + CASE id % 2 WHEN 0 THEN "
            + amount
            + " ELSE -"
            + amount
            + " END");
    statement.execute(random.nextInt(3) == 0 ? "ROLLBACK" : "COMMIT");
  }
}
