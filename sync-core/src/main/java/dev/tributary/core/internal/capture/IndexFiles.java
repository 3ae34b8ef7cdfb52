package dev.tributary.core.internal.capture;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The two files of an index: hash slots behind a header, and key cells. */
final class IndexFiles implements AutoCloseable {
  private final Path path;
  private final FileChannel slotsFile;
  private final FileChannel keysFile;
  private final HashSlots slots;
  private final KeyCells keys;

  private IndexFiles(
      Path path, FileChannel slotsFile, HashSlots slots, FileChannel keysFile, KeyCells keys) {
    this.path = path;
    this.slotsFile = slotsFile;
    this.slots = slots;
    this.keysFile = keysFile;
    this.keys = keys;
  }

  /** Empty and marked dirty, in place of what was there. */
  static IndexFiles create(Path path, int[] keyPositions, long rows) {
    try {
      delete(path);
      FileChannel slotsFile = openChannel(slotsPath(path));
      FileChannel keysFile = openChannel(keysPath(path));
      IndexHeader.markDirty(slotsFile);
      SlotArray array = SlotArray.create(slotsFile, IndexHeader.BYTES, HashSlots.slotsFor(rows));
      KeyCells keys = new KeyCells(keysPath(path), keysFile, keyPositions, 0);
      return new IndexFiles(path, slotsFile, new HashSlots(array, 0, 0), keysFile, keys);
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }

  /** Opens what {@link #stamp} left; the caller has read the header. */
  static IndexFiles open(Path path, int[] keyPositions, IndexHeader header) {
    try {
      FileChannel slotsFile = openChannel(slotsPath(path));
      FileChannel keysFile = openChannel(keysPath(path));
      SlotArray array = SlotArray.read(slotsFile, IndexHeader.BYTES, header.slots());
      return new IndexFiles(
          path,
          slotsFile,
          new HashSlots(array, header.size(), header.removed()),
          keysFile,
          new KeyCells(keysPath(path), keysFile, keyPositions, header.keyBytes()));
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }

  static Optional<IndexHeader> header(Path path) {
    if (!Files.exists(slotsPath(path)) || !Files.exists(keysPath(path))) {
      return Optional.empty();
    }
    try (FileChannel file = FileChannel.open(slotsPath(path), StandardOpenOption.READ)) {
      return IndexHeader.read(file);
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }

  static void copy(Path from, Path to) {
    try {
      Files.copy(slotsPath(from), slotsPath(to), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(keysPath(from), keysPath(to), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw IndexFailure.of(to, e);
    }
  }

  static void delete(Path path) {
    try {
      Files.deleteIfExists(slotsPath(path));
      Files.deleteIfExists(keysPath(path));
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }

  HashSlots slots() {
    return slots;
  }

  KeyCells keys() {
    return keys;
  }

  void markDirty() {
    try {
      IndexHeader.markDirty(slotsFile);
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }

  /** Writes what is in memory only; the header last. */
  void stamp(IndexHeader header) {
    try {
      keys.flush();
      slots.array().write(slotsFile, IndexHeader.BYTES);
      header.write(slotsFile);
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }

  /** Takes the names of another index, which is closed. */
  IndexFiles replacing(IndexFiles old) {
    try {
      old.close();
      Files.move(slotsPath(path), slotsPath(old.path), StandardCopyOption.REPLACE_EXISTING);
      Files.move(keysPath(path), keysPath(old.path), StandardCopyOption.REPLACE_EXISTING);
      return new IndexFiles(old.path, slotsFile, slots, keysFile, keys);
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }

  @Override
  public void close() {
    try (slotsFile;
        keysFile) {
      // closes both, whichever fails
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }

  private static FileChannel openChannel(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static Path slotsPath(Path path) {
    return path.resolveSibling(path.getFileName() + ".slots");
  }

  private static Path keysPath(Path path) {
    return path.resolveSibling(path.getFileName() + ".keys");
  }
}
