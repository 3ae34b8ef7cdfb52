package dev.tributary.election;

import dev.tributary.api.ConnectionSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on a connection and thread of its own, for ever. */
final class NotificationWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationWorker.class);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final int TURN_MILLIS = 1000;

  /** Called on this worker's thread. */
  interface Ear {
    /** Listening from now on; what was said before is not known. */
    void listening();

    void heard(String payload);
  }

  private final ConnectionSource connections;
  private final String sessionName;
  private final Ear ear;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean renew;
  private volatile Optional<OwnConnection> current = Optional.empty();
  private int failures;

  NotificationWorker(ConnectionSource connections, String sessionName, Ear ear) {
    this.connections = connections;
    this.sessionName = sessionName;
    this.ear = ear;
  }

  /** Begins again with another connection: this one seems to be deaf. */
  void renewConnection() {
    renew = true;
  }

  void stop() {
    stopped.countDown();
    current.ifPresent(OwnConnection::close);
  }

  @Override
  public void run() {
    try {
      while (!stopped.await(pause(), TimeUnit.MILLISECONDS)) {
        listenOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long pause() {
    return failures == 0 ? 0 : Math.min(5000, 100L << Math.min(failures, 6));
  }

  private void listenOnce() {
    try (OwnConnection connection = OwnConnection.open(connections, SILENCE)) {
      current = Optional.of(connection);
      connection.run("SET application_name = '" + sessionName + "'");
      connection.run("LISTEN " + PostgresLeases.CHANNEL);
      failures = 0;
      renew = false;
      ear.listening();
      while (stopped.getCount() > 0 && !renew) {
        for (PGNotification one : connection.postgres().getNotifications(TURN_MILLIS)) {
          ear.heard(one.getParameter());
        }
      }
    } catch (SQLException e) {
      failures++;
      LOG.debug("the listening connection ended: {}", e.getMessage());
    } catch (RuntimeException | Error e) {
      failures++;
      LOG.error("the listener for notifications met a fault of its own and goes on", e);
    }
  }
}
