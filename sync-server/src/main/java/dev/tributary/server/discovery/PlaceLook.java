package dev.tributary.server.discovery;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.DiscoveredSource;
import dev.tributary.core.FileGlance;
import dev.tributary.core.SourceDiscovery;
import dev.tributary.server.discovery.DiscoverySettings.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of one pattern. PostgreSQL is asked when the files changed, while something waits
 * for a person, and once an hour; otherwise a look is a stat for each file.
 */
final class PlaceLook {
  private static final long ANYWAY_NANOS = 3_600_000_000_000L;

  private final Place place;
  private final SourceDiscovery discovery;

  // All used only by the thread that looks
  private List<FileGlance> glances = List.of();
  private List<DiscoveredSource> found = List.of();
  private Set<Path> known = Set.of();
  private long lookedAt;
  private boolean settled;

  PlaceLook(Place place, SourceDiscovery discovery) {
    this.place = place;
    this.discovery = discovery;
  }

  Place place() {
    return place;
  }

  /** Someone else led meanwhile. */
  void forget() {
    found = List.of();
    known = Set.of();
    settled = false;
  }

  /** What there is; what a person does about it is seen at the next look. */
  List<DiscoveredSource> found() {
    return found;
  }

  /**
   * @param taker takes up what is new, or says why not
   */
  void look(long nanoTime, Taker taker) {
    List<FileGlance> now = discovery.glance(place.pattern());
    if (settled && nanoTime - lookedAt < ANYWAY_NANOS && isAsBefore(now)) {
      return;
    }
    settled = false;
    List<DiscoveredSource> seen = new ArrayList<>();
    for (DiscoveredSource source : discovery.look(place.pattern(), place.name())) {
      seen.add(taken(source, taker));
    }
    glances = now;
    found = List.copyOf(seen);
    known = files(DiscoveredSource.Kind.KNOWN);
    lookedAt = nanoTime;
    settled = found.stream().noneMatch(PlaceLook::waits);
  }

  /** Takes a file up. */
  interface Taker {
    /**
     * @return the source as it stands then
     */
    DiscoveredSource take(Place place, DiscoveredSource source);
  }

  private DiscoveredSource taken(DiscoveredSource source, Taker taker) {
    try {
      return taker.take(place, source);
    } catch (ConfigurationInvalid e) {
      return new DiscoveredSource(
          DiscoveredSource.Kind.REFUSED,
          source.client(),
          source.file(),
          String.valueOf(e.getMessage()));
    }
  }

  /** A client's app writes all the time; only another file at its place is news. */
  private boolean isAsBefore(List<FileGlance> now) {
    if (now.size() != glances.size()) {
      return false;
    }
    for (int i = 0; i < now.size(); i++) {
      FileGlance before = glances.get(i);
      FileGlance after = now.get(i);
      boolean same =
          before.file().equals(after.file())
              && before.identity().equals(after.identity())
              && (known.contains(after.file()) || before.content().equals(after.content()));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private Set<Path> files(DiscoveredSource.Kind kind) {
    return found.stream()
        .filter(source -> source.kind() == kind)
        .map(DiscoveredSource::file)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A file that cannot become a client is told of once; these are about a client that there is. */
  static boolean waits(DiscoveredSource source) {
    return switch (source.kind()) {
      case RENAMED, REPLACED, VANISHED -> true;
      case NEW, KNOWN, REFUSED -> false;
    };
  }
}
