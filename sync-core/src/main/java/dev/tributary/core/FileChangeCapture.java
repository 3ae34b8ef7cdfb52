package dev.tributary.core;

import dev.tributary.api.ChangeCapture;
import dev.tributary.core.internal.snapshot.SnapshotSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Captures changes with the base in a work directory instead of a mirror. Each file has a base of
 * its own, known by its path.
 *
 * <p>The base lives as long as this object: close it to free the space. A row of a table without a
 * key has as key one blob, which stands for its content and its number among equal rows. Calls wait
 * for one another.
 */
public final class FileChangeCapture implements ChangeCapture, AutoCloseable {
  private final Path workDirectory;
  private final Map<Path, CapturedFile> files = new HashMap<>(); // Guarded by this

  /**
   * @param workDirectory ours alone; never the folder of the file to read
   */
  public FileChangeCapture(Path workDirectory) {
    this.workDirectory = Objects.requireNonNull(workDirectory, "workDirectory");
  }

  @Override
  public synchronized Map<String, Long> capture(Path source, Consumer<TableChange> onChange) {
    Objects.requireNonNull(onChange, "onChange");
    return files
        .computeIfAbsent(source.toAbsolutePath().normalize(), this::notYetSeen)
        .capture(onChange);
  }

  private CapturedFile notYetSeen(Path source) {
    return new CapturedFile(source, SnapshotSettings.in(workDirectory));
  }

  /** Forgets all files. */
  @Override
  public synchronized void close() {
    files.values().forEach(CapturedFile::close);
    files.clear();
  }
}
