package dev.tributary.core.internal.snapshot;

import java.nio.file.Path;
import java.time.Duration;

/** A node that takes a snapshot, says how, and keeps it until its input ends or it is killed. */
final class CopyHolderMain {
  private CopyHolderMain() {}

  public static void main(String[] args) throws Exception {
    SnapshotSettings settings =
        SnapshotSettings.in(Path.of(args[1])).withTime(Sources.later(Duration.ofSeconds(1)));
    try (SourceFile source = SourceFile.open(Path.of(args[0]), settings);
        Snapshot snapshot = source.snapshot()) {
      Sources.assertOneGeneration(snapshot);
      System.out.println(snapshot.method() + " " + Sources.generation(snapshot));
      while (System.in.read() >= 0) {
        // Until the end.
      }
    } catch (RuntimeException | Error e) {
      System.out.println(String.valueOf(e).replace('\n', ' '));
    }
  }
}
