package dev.tributary.core.internal.snapshot;

import dev.tributary.api.SourceUnavailable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.BooleanSupplier;

/**
 * Copies bytes out of a source.
 *
 * <p>Gives up between two blocks when asked to, or when its thread is interrupted.
 */
final class FileCopy {
  // As fast as sendfile when measured; larger blocks are slower, they leave the processor's cache.
  private static final int BLOCK = 128 * 1024;

  private final byte[] block = new byte[BLOCK];
  private final BooleanSupplier goOn;

  private FileCopy(BooleanSupplier goOn) {
    this.goOn = goOn;
  }

  static FileCopy unhurried() {
    return new FileCopy(() -> true);
  }

  static FileCopy whileTrue(BooleanSupplier goOn) {
    return new FileCopy(goOn);
  }

  /** Through the owned descriptor. False: given up. */
  boolean copy(OwnedFile source, Path target) throws IOException {
    try (OutputStream out = new FileOutputStream(target.toFile())) {
      return transfer(source, out);
    }
  }

  /** Brings the file into the page cache, so that a copy under lock does not wait for the disk. */
  void warm(OwnedFile source) throws IOException {
    transfer(source, OutputStream.nullOutputStream());
  }

  private boolean transfer(OwnedFile source, OutputStream out) throws IOException {
    long position = 0;
    for (int read; (read = source.read(position, block, 0)) >= 0; position += read) {
      if (!goOn()) {
        return false;
      }
      out.write(block, 0, read);
    }
    return true;
  }

  /** For {@code -wal} and {@code -journal}, on which SQLite keeps no locks. */
  static void copyCompanion(Path source, Path target) throws IOException {
    Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private boolean goOn() {
    if (Thread.currentThread().isInterrupted()) {
      throw new SourceUnavailable("interrupted while a source was being copied");
    }
    return goOn.getAsBoolean();
  }
}
