package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.file.Path;

/**
 * Hashes the key of a row to 128 bits; what is stored as {@code _sync_key} is made with SHA-256,
 * because a collision there would lose a row.
 *
 * <p>Where rows have no key, equal rows are numbered in the order of the scan: call {@link
 * #startScan()} before each scan, and hash each row once. Not thread-safe.
 */
public final class KeyHasher {
  /** Stands where the key columns are the key and nobody asks for a hash. */
  static final KeyHash UNUSED = new KeyHash(0, 0);

  private final KeyScheme scheme;

  public KeyHasher(TablePlan plan, long seed) {
    this(plan, seed, Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * @param spill the directory for the counts of equal rows, when they are too many for the heap
   */
  public KeyHasher(TablePlan plan, long seed, Path spill) {
    scheme =
        switch (plan.key().kind()) {
          case COLUMNS -> new TypedKey(plan, seed);
          case HASHED -> new DigestedKey(plan);
          case ROWS -> new DigestedContent(plan, spill);
        };
  }

  /** Forgets the rows seen so far. */
  public void startScan() {
    scheme.startScan();
  }

  /** Needs the key cells only, except where {@link KeyPlan.Kind#ROWS} makes the row its own key. */
  public KeyHash hash(Row row) {
    return scheme.hash(row);
  }
}
