package dev.tributary.core.internal.state;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.Leadership;
import dev.tributary.api.NodeId;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateWrite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that makes up the state store of one node on PostgreSQL. */
public final class PostgresParts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresParts.class);
  private static final String NOTIFY = "SELECT pg_notify(?, ?)";
  private static final String EVERYTHING = "*";

  private final TimedRequests requests;
  private final String channel;
  private final NotifyPacing pacing;
  private final PostgresTable table;
  private final Canary canary;
  private final FollowedTable store;
  private final ConnectionSource listening;
  private final StateSettings settings;
  private final Bell bell = new Bell();
  private final String node;

  // Guarded by this
  private Optional<NotificationListener> listener = Optional.empty();
  private boolean closed;

  /**
   * @param listening for the one connection that is kept open; need not be of the same pool
   */
  public PostgresParts(
      ConnectionSource connections,
      ConnectionSource listening,
      ClusterName cluster,
      NodeId node,
      StateSettings settings) {
    this.listening = listening;
    this.settings = settings;
    this.node = node.value();
    this.channel = channel(cluster);
    this.requests = new TimedRequests(connections, settings.request());
    this.pacing =
        new NotifyPacing(
            settings.nanoTime(), "sync-state-notify-" + node, () -> notify(EVERYTHING));
    this.table = new PostgresTable(connections, requests, cluster, pacing);
    this.canary =
        new Canary(settings.listening(), settings.polling(), settings.nanoTime(), this::notify);
    FeedFollower follower =
        new FeedFollower(table, bell, canary, settings.nanoTime(), "sync-state-feed-" + node);
    this.store = new FollowedTable(table, follower, bell, node.value(), this::listen);
  }

  /** As {@code sync_metadata.state_channel} says; any role of the database may listen to it. */
  private static String channel(ClusterName cluster) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      byte[] name = cluster.value().getBytes(StandardCharsets.UTF_8);
      return "sync_state_" + HexFormat.of().formatHex(digest.digest(name));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private void notify(String payload) {
    try {
      requests.ask(
          "notify the others of state",
          connection -> {
            try (PreparedStatement call = connection.prepareStatement(NOTIFY)) {
              call.setString(1, channel);
              call.setString(2, payload);
              return call.execute();
            }
          });
    } catch (RuntimeException | Error e) {
      LOG.debug("a notification could not be sent; the next poll makes up for it", e);
    }
  }

  /** From the first watch on; a store that only reads and writes keeps no connection open. */
  private synchronized void listen() {
    if (listener.isEmpty() && !closed) {
      listener =
          Optional.of(
              new NotificationListener(
                  listening, channel, canary, settings.heard(), bell, "sync-state-listen-" + node));
    }
  }

  public LongSupplier nanoTime() {
    return settings.nanoTime();
  }

  public EntryTable table() {
    return table;
  }

  public FollowedTable store() {
    return store;
  }

  public Optional<StateEntry> write(StateWrite write, Leadership leadership) {
    return store.written(table.write(write, leadership));
  }

  /** Whether notifications come through; otherwise the feed is polled. */
  public boolean isListening() {
    return canary.passes();
  }

  @Override
  public void close() {
    Optional<NotificationListener> running;
    synchronized (this) {
      closed = true;
      running = listener;
    }
    running.ifPresent(NotificationListener::close);
    store.close();
    pacing.close();
  }
}
