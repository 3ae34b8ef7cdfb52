package dev.tributary.benchmarks.source;

import java.util.List;
import java.util.Random;

/** Readings of sensors: many small rows of numbers and one short word. */
final class NarrowContent implements Content {
  private static final List<String> KINDS =
      List.of("ok", "low", "high", "error", "idle", "start", "stop", "sync");

  private final Random random = new Random(20261122);

  @Override
  public String table() {
    return "event";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.integer("id"),
        Column.integer("device"),
        Column.integer("happened_at"),
        Column.real("reading"),
        Column.text("kind"));
  }

  @Override
  public Object[] row(long number) {
    return new Object[] {
      number + 1,
      (long) random.nextInt(5000),
      1_700_000_000L + number * 7 + random.nextInt(7),
      random.nextGaussian() * 40 + 300,
      KINDS.get(random.nextInt(KINDS.size()))
    };
  }

  @Override
  public String touch() {
    return "UPDATE event SET reading = reading + 1, happened_at = happened_at + 1 WHERE id = ?1 + 1";
  }
}
