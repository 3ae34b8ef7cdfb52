package dev.tributary.core.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/** Changes rows at random, as the app or as somebody else, in any unit of time and by any clock. */
final class HistoryWriter {
  private static final long START = 1_700_000_000L;
  private static final long YEAR_2099 = 4_070_908_800L;

  private final Random random;
  private final Map<String, Long> meaning = new HashMap<>();
  private int written;

  HistoryWriter(long seed) {
    this.random = new Random(seed);
  }

  /** What the times that were written mean, in seconds. */
  Map<String, Long> meaning() {
    return meaning;
  }

  Random random() {
    return random;
  }

  boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  /** A new row, or the row with some fields changed. */
  HistoryRow next(Optional<HistoryRow> before, String who, int round) {
    HistoryRow row = before.orElse(new HistoryRow(random.nextInt(100), "[]", "", ""));
    long n = chance(2) ? row.n() + random.nextInt(21) - 10 : row.n();
    String tags = chance(2) ? otherTags(row) : row.tags();
    // A person who edits a row in SQL often forgets the time.
    String time = before.isPresent() && chance(3) ? row.time() : time(round);
    return new HistoryRow(n, tags, who + ++written, time);
  }

  private String otherTags(HistoryRow row) {
    TreeSet<String> tags = new TreeSet<>(row.tagSet());
    String tag = Integer.toString(random.nextInt(8));
    if (!tags.remove(tag)) {
      tags.add(tag);
    }
    return "[" + String.join(", ", tags) + "]";
  }

  private String time(int round) {
    if (chance(15)) {
      return List.of("yesterday", "", "2024-02-30").get(random.nextInt(3));
    }
    long seconds = chance(20) ? YEAR_2099 : START + round * 10L + random.nextInt(17) - 8;
    String text =
        switch (random.nextInt(5)) {
          case 0 -> "" + seconds;
          case 1 -> seconds + "000";
          case 2 -> seconds + "000000";
          case 3 -> seconds + "000000000";
          default -> Instant.ofEpochSecond(seconds).toString();
        };
    meaning.put(text, seconds);
    return text;
  }
}
