package dev.tributary.server.discovery;

import dev.tributary.api.LeaderElector;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.DiscoveredSource;
import dev.tributary.core.DiscoveredSource.Kind;
import dev.tributary.core.SourceDiscovery;
import dev.tributary.server.discovery.DiscoverySettings.Act;
import dev.tributary.server.discovery.DiscoverySettings.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for files of clients while this node leads, and registers the new ones. Each thing that a
 * person should know is logged when it begins, and not again while it stays as it is.
 */
public final class SourceWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);
  private static final String ACTOR = "discovery";
  private static final int NAMED = 5;
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  private final DiscoverySettings settings;
  private final Parts parts;
  private final List<PlaceLook> places;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "sync-discovery");
            made.setDaemon(true);
            return made;
          });

  // Used only by the thread that looks
  private Set<DiscoveredSource> told = Set.of();
  // All written only by the thread that looks
  private volatile List<DiscoveredSource> found = List.of();
  private volatile Optional<Long> begun = Optional.empty();
  private volatile Optional<String> trouble = Optional.empty();

  public SourceWatch(DiscoverySettings settings, Parts parts) {
    this.settings = settings;
    this.parts = parts;
    this.places =
        settings.places().stream().map(place -> new PlaceLook(place, parts.discovery())).toList();
  }

  /**
   * What it works with.
   *
   * @param usual the interval of a new client
   * @param tells hears what a person should know, each thing once
   */
  public record Parts(
      SourceDiscovery discovery,
      LeaderElector elector,
      Supplier<Duration> usual,
      LongSupplier nanoTime,
      Consumer<String> tells) {}

  /** Looks from now on, if there is a place to look at. */
  public void begin() {
    if (!places.isEmpty()) {
      long every = settings.interval().toMillis();
      thread.scheduleWithFixedDelay(this::look, 0, every, TimeUnit.MILLISECONDS);
    }
  }

  /** How many files there are of this kind; none where another node leads. */
  public long count(Kind kind) {
    return found.stream().filter(source -> source.kind() == kind).count();
  }

  /** What a person should look at: clients whose files are not where, or what, they were. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    trouble.ifPresent(problems::add);
    begun
        .filter(at -> parts.nanoTime().getAsLong() - at > PATIENCE_NANOS)
        .ifPresent(at -> problems.add("looking for files of clients does not come to an end"));
    for (Kind kind : List.of(Kind.VANISHED, Kind.REPLACED, Kind.RENAMED)) {
      List<String> clients =
          found.stream().filter(s -> s.kind() == kind).map(DiscoveredSource::client).toList();
      if (!clients.isEmpty()) {
        String some = String.join(", ", clients.subList(0, Math.min(clients.size(), NAMED)));
        problems.add(
            "files of clients are %s: %d (%s%s)"
                .formatted(
                    word(kind), clients.size(), some, clients.size() > NAMED ? ", ..." : ""));
      }
    }
    return problems;
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** One look; whatever happens, there will be another. */
  void look() {
    begun = Optional.of(parts.nanoTime().getAsLong());
    try {
      if (parts.elector().current().isPresent()) {
        for (PlaceLook place : places) {
          place.look(parts.nanoTime().getAsLong(), this::take);
        }
        tell();
        trouble = Optional.empty();
      } else {
        places.forEach(PlaceLook::forget);
        found = List.of();
      }
    } catch (TargetUnavailable e) {
      LOG.debug("looking for files waits: {}", e.getMessage()); // health says that it is away
    } catch (RuntimeException | Error e) {
      tell(e);
    } finally {
      begun = Optional.empty();
    }
  }

  private DiscoveredSource take(Place place, DiscoveredSource source) {
    boolean wanted =
        source.kind() == Kind.NEW
            || source.kind() == Kind.RENAMED && settings.acts().contains(Act.FOLLOW);
    if (!wanted) {
      return source;
    }
    Optional<String> objection = parts.discovery().objection(place.pattern(), source);
    return objection.isPresent()
        ? new DiscoveredSource(Kind.REFUSED, source.client(), source.file(), objection.get())
        : adopted(source);
  }

  private DiscoveredSource adopted(DiscoveredSource source) {
    if (source.kind() == Kind.RENAMED) {
      parts.discovery().adopt(source, parts.usual().get(), ACTOR);
      LOG.warn("client {} follows its file to {}", source.client(), shown(source.file()));
    } else if (settings.acts().contains(Act.START)) {
      parts.discovery().adoptAndStart(source, parts.usual().get(), ACTOR);
      LOG.info("found {}: registered and started client {}", shown(source.file()), source.client());
    } else {
      parts.discovery().adopt(source, parts.usual().get(), ACTOR);
      LOG.info("found {}: registered client {}", shown(source.file()), source.client());
    }
    return new DiscoveredSource(Kind.KNOWN, source.client(), source.file(), "");
  }

  /** Whoever makes files chooses their names. */
  private static String shown(Object text) {
    return text.toString().replaceAll("\\p{Cntrl}", "?");
  }

  private void tell() {
    List<DiscoveredSource> now = places.stream().flatMap(p -> p.found().stream()).toList();
    Set<DiscoveredSource> worth = new HashSet<>();
    for (DiscoveredSource source : now) {
      if (source.kind() == Kind.REFUSED || PlaceLook.waits(source)) {
        worth.add(source);
        if (!told.contains(source)) {
          parts
              .tells()
              .accept(
                  "%s is %s (client %s): %s"
                      .formatted(
                          shown(source.file()),
                          word(source.kind()),
                          source.client(),
                          shown(source.note())));
        }
      }
    }
    told = worth;
    found = now;
  }

  private void tell(Throwable e) {
    String why = "files of clients cannot be looked for: " + shown(String.valueOf(e.getMessage()));
    if (!trouble.equals(Optional.of(why))) {
      parts.tells().accept(why);
      LOG.debug("where it happened", e);
    }
    trouble = Optional.of(why);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
