package dev.tributary.election;

/** Counts the answers of one election. They are read whenever somebody wants to know. */
final class Tally {
  // Written only by the elector's thread
  private volatile ElectionCounts counts = new ElectionCounts(0, 0);

  ElectionCounts counts() {
    return counts;
  }

  void hear(Event event) {
    if (event instanceof Event.Renewed) {
      counts = new ElectionCounts(counts.renewed() + 1, counts.failed());
    } else if (cameToNothing(event)) {
      counts = new ElectionCounts(counts.renewed(), counts.failed() + 1);
    }
  }

  private static boolean cameToNothing(Event event) {
    return event instanceof Event.NoAnswer
        || event instanceof Event.TakeoverRefused
        || event instanceof Event.Locked
        || event instanceof Event.RenewalRefused;
  }
}
