package dev.tributary.election;

import dev.tributary.api.internal.LeaseView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What PostgreSQL does for the election, as a model: one lease row, locks of sessions, a fence. */
final class SimulatedStore {
  private final SimulatedTime time;
  private final long lease;

  private long term;
  private Optional<UUID> holder = Optional.empty();
  private long beat;
  private long beaconTerm = -1;
  private long expiresAt;

  /** Who holds the advisory locks "beacon of term" and "pulse of term". */
  private final Map<String, SimulatedNode> locks = new HashMap<>();

  private final Map<Long, UUID> history = new HashMap<>();
  private final Set<Long> committed = new HashSet<>();
  private long lastCommitted;

  SimulatedStore(SimulatedTime time, long lease) {
    this.time = time;
    this.lease = lease;
  }

  private boolean live() {
    return holder.isPresent() && expiresAt > time.now();
  }

  LeaseView view() {
    long millis = Math.max(0, (expiresAt - time.now() + 999_999) / 1_000_000);
    return new LeaseView(term, holder, "node", beat, beaconTerm == term, millis);
  }

  Optional<Long> takeOver(UUID by, Action.Claim claim) {
    boolean deserted = claim.term() == term && claim.beat() == beat;
    if (live() && !deserted) {
      return Optional.empty();
    }
    term++;
    holder = Optional.of(by);
    beat = 0;
    expiresAt = time.now() + lease;
    if (history.put(term, by) != null) {
      throw new AssertionError("I1: term " + term + " had a holder already");
    }
    return Optional.of(term);
  }

  private boolean isHeldBy(UUID who, long when) {
    return live() && term == when && holder.equals(Optional.of(who));
  }

  boolean renew(UUID by, long of, boolean beacon) {
    if (!isHeldBy(by, of)) {
      return false;
    }
    expiresAt = Math.max(expiresAt, time.now() + lease);
    beat++;
    beaconTerm = beacon ? term : beaconTerm;
    return true;
  }

  void release(UUID by, long of) {
    if (isHeldBy(by, of)) {
      expiresAt = time.now();
    }
  }

  /** A fenced transaction. */
  void commit(UUID by, long of) {
    if (isHeldBy(by, of)) {
      if (of < lastCommitted) {
        throw new AssertionError("I3: term " + of + " committed after " + lastCommitted);
      }
      lastCommitted = of;
      committed.add(of);
    }
  }

  void unstick() {
    term++;
    holder = Optional.empty();
    expiresAt = time.now();
  }

  boolean lock(String key, SimulatedNode by) {
    return locks.putIfAbsent(key, by) == null;
  }

  boolean isLockedBy(String key, SimulatedNode by) {
    return locks.get(key) == by;
  }

  boolean isLocked(String key) {
    return locks.containsKey(key);
  }

  void unlock(String kind, SimulatedNode by) {
    locks.entrySet().removeIf(e -> e.getValue() == by && e.getKey().startsWith(kind));
  }

  long term() {
    return term;
  }

  int termsThatCommitted() {
    return committed.size();
  }
}
