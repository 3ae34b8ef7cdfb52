package dev.tributary.core.internal.apply;

import dev.tributary.api.Conflict;
import dev.tributary.api.RowImage;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One conflict with what is known of it besides.
 *
 * @param sequence of the staged row
 * @param sourceHash of the source's row; empty: deleted
 * @param considered the source did nothing since the base: only others changed the row
 * @param entry what waits in the log for this row
 */
record ConflictCase(
    long sequence,
    Conflict conflict,
    OptionalLong sourceHash,
    boolean considered,
    Optional<Entry> entry) {

  /**
   * An open entry of the log.
   *
   * @param same source and target are what the entry shows
   * @param decision what a person chose: source, target, custom
   * @param row iff a row of the person's own was chosen
   */
  record Entry(
      UUID id, boolean same, Optional<String> decision, String decidedBy, Optional<RowImage> row) {}
}
