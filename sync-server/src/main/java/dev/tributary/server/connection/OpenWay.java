package dev.tributary.server.connection;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way by which a node reaches its database. Where it stays closed while another one is open,
 * new connections go by that one; a better one is looked for every few minutes. Connections that
 * stand are left alone.
 *
 * <p>A database that is away altogether changes nothing: then no way is open.
 */
public final class OpenWay {
  private static final Logger LOG = LoggerFactory.getLogger(OpenWay.class);

  /** A restart of the database, or of a router, is over by then. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int FAILURES = 3;
  private static final Duration LOOK_FOR_BETTER = Duration.ofMinutes(5);

  private final DatabaseUrl first;
  private final List<Way> ways;
  private final ConnectionSelector selector;
  private final Executor beside;
  private final LongSupplier nanoTime;
  private final int start;

  // All guarded by this
  private int used;
  private int failures;
  private long failingSince;
  private long looked;
  private boolean looking;
  private Optional<String> problem = Optional.empty();

  /**
   * @param first the address to begin with, with password and options
   * @param ways the best first, the address among them; else there is nothing to choose
   * @param beside where it is tried out which one is open: that takes seconds
   */
  OpenWay(
      DatabaseUrl first,
      List<Way> ways,
      ConnectionSelector selector,
      Executor beside,
      LongSupplier nanoTime) {
    this.first = first;
    this.start = placeOf(first, ways);
    this.ways = start < 0 ? List.of() : List.copyOf(ways);
    this.selector = selector;
    this.beside = beside;
    this.nanoTime = nanoTime;
    this.used = Math.max(start, 0);
    this.looked = nanoTime.getAsLong();
  }

  /** Tries ways with real connections, on a thread of its own while it does. */
  public static OpenWay of(DatabaseUrl first, List<Way> ways) {
    Executor thread =
        look -> {
          Thread made = new Thread(look, "sync-way-look");
          made.setDaemon(true);
          made.start();
        };
    return new OpenWay(first, ways, ConnectionSelector.overSockets(), thread, System::nanoTime);
  }

  private static int placeOf(DatabaseUrl url, List<Way> ways) {
    return ways.stream().map(way -> way.url().jdbcUrl()).toList().indexOf(url.jdbcUrl());
  }

  /** By which new connections go. */
  public synchronized DatabaseUrl url() {
    return address(used);
  }

  /** A new connection each time, by the way that is in use then. */
  public ConnectionSource connections(UnaryOperator<DatabaseUrl> options) {
    return () -> connect(options);
  }

  private Connection connect(UnaryOperator<DatabaseUrl> options) throws SQLException {
    int by = inUse();
    try {
      Connection connection = options.apply(address(by)).connections().connect();
      worked(by);
      return connection;
    } catch (SQLException e) {
      if (e.getSQLState() != null && e.getSQLState().startsWith("08")) {
        failed(by);
      }
      throw e;
    }
  }

  /** Lets somebody use the address, and hears from the outcome whether it is open. */
  public void use(Consumer<DatabaseUrl> user) {
    ask(
        url -> {
          user.accept(url);
          return url;
        });
  }

  /** As {@link #use}, with an answer. */
  public <T> T ask(Function<DatabaseUrl, T> user) {
    int by = inUse();
    try {
      T answer = user.apply(address(by));
      worked(by);
      return answer;
    } catch (TargetUnavailable e) {
      failed(by);
      throw e;
    }
  }

  /** What a person should know: the way that it began with is closed. */
  public synchronized List<String> problems() {
    return problem.stream().toList();
  }

  private synchronized int inUse() {
    return used;
  }

  /** Password and options are those of the first; user and what a pooler needs, of the way. */
  private DatabaseUrl address(int by) {
    if (by == start || ways.isEmpty()) {
      return first;
    }
    DatabaseUrl way = ways.get(by).url();
    DatabaseUrl url = new DatabaseUrl(way.jdbcUrl(), first.properties());
    for (String own : List.of("user", "prepareThreshold")) {
      String value = way.properties().get(own);
      url = value == null ? url.without(own) : url.with(own, value);
    }
    return url;
  }

  private synchronized void worked(int by) {
    if (by == used) {
      failures = 0;
      if (used > 0 && passed(looked, LOOK_FOR_BETTER)) {
        look(ways.subList(0, used));
      }
    }
  }

  private synchronized void failed(int by) {
    if (by != used || ways.size() < 2) {
      return;
    }
    if (failures++ == 0) {
      failingSince = nanoTime.getAsLong();
    }
    if (failures >= FAILURES && passed(failingSince, PATIENCE)) {
      look(ways);
    }
  }

  private boolean passed(long since, Duration time) {
    return nanoTime.getAsLong() - since >= time.toNanos();
  }

  // Guarded by this
  private void look(List<Way> among) {
    if (!looking) {
      looking = true;
      beside.execute(() -> settle(among));
    }
  }

  private void settle(List<Way> among) {
    try {
      selector.select(among).chosen().ifPresent(way -> change(way, among));
    } finally {
      done();
    }
  }

  private synchronized void done() {
    looking = false;
    looked = nanoTime.getAsLong();
    failures = 0;
  }

  private synchronized void change(Way to, List<Way> among) {
    int place = among.indexOf(to);
    if (place == used) {
      return;
    }
    Way from = ways.get(used);
    used = place;
    problem =
        place > start
            ? Optional.of(
                "the database is reached by %s: %s is closed".formatted(to, ways.get(start)))
            : Optional.empty();
    if (problem.isEmpty()) {
      LOG.info("new connections to the database go by {}, no longer by {}", to, from);
    } else {
      LOG.warn("new connections to the database go by {}: {} is closed", to, from);
    }
  }

  @Override
  public synchronized String toString() {
    return ways.isEmpty()
        ? first.jdbcUrl()
        : ways.stream().map(Way::toString).collect(Collectors.joining(", "))
            + ", now "
            + ways.get(used);
  }
}
