package dev.tributary.core.internal.schedule;

import dev.tributary.api.SyncException;
import dev.tributary.core.internal.snapshot.Fingerprint;
import dev.tributary.core.internal.snapshot.SnapshotTime;
import dev.tributary.core.internal.snapshot.SourceFile;

/** A few stats that tell whether a due client has anything to do. Sends nothing. */
final class IdleLook {
  private final SnapshotTime time;

  IdleLook(SnapshotTime time) {
    this.time = time;
  }

  /** True only when nobody has written to the file since its last complete run. */
  boolean isUnchanged(DueClient client) {
    return client.mayBeIdle()
        && client.fingerprint().filter(stored -> isStill(stored, client)).isPresent();
  }

  private boolean isStill(String stored, DueClient client) {
    try {
      Fingerprint now = SourceFile.look(client.source(), time);
      return now.provesUnchanged(stored);
    } catch (SyncException e) {
      return false; // a run will say what is wrong with the file
    }
  }
}
