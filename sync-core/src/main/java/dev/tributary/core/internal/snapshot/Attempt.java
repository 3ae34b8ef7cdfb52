package dev.tributary.core.internal.snapshot;

import java.nio.file.Path;

/** What one attempt to take a snapshot starts from. */
record Attempt(LiveSource source, SourceStamp stamp, SnapshotSettings settings, HeldTime held) {
  Path path() {
    return source.path();
  }

  long nowNanos() {
    return settings.time().epochNanos();
  }

  /** True: a write after this stamp cannot hide in the same tick of the file's clock. */
  boolean calm(SourceStamp look) {
    return look.calmAt(nowNanos());
  }

  Snapshot.Origin origin(SnapshotMethod method) {
    return new Snapshot.Origin(method, stamp.journalMode(), stamp.database().size(), held);
  }
}
