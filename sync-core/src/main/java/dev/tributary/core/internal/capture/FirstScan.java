package dev.tributary.core.internal.capture;

import java.util.Objects;

/**
 * Tells every row of a table as new, for a mirror that has none yet. It keeps no index: the next
 * run reads the base from the mirror, once.
 */
public final class FirstScan {
  private final RowScanner scanner;
  private final RowHasher hasher;
  private final KeyHasher keys;

  public FirstScan(RowScanner scanner, RowHasher hasher, KeyHasher keys) {
    this.scanner = Objects.requireNonNull(scanner, "scanner");
    this.hasher = Objects.requireNonNull(hasher, "hasher");
    this.keys = Objects.requireNonNull(keys, "keys");
  }

  public Counts run(Changes changes) {
    keys.startScan();
    boolean keyed = scanner.plan().key().hasSyncKey();
    long read =
        scanner.scan(
            row ->
                changes.upsert(
                    row, keyed ? keys.hash(row) : KeyHasher.UNUSED, hasher.hash(row), false));
    return new Counts(read, read, 0);
  }
}
