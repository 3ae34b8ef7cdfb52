package dev.tributary.core.internal.capture;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The two files of an index: rows behind a header, and key cells. */
final class IndexFiles implements AutoCloseable {
  private final Path path;
  private final FileChannel rowsFile;
  private final FileChannel keysFile;
  private final HashedRows rows;
  private final KeyCells keys;

  private IndexFiles(
      Path path, FileChannel rowsFile, HashedRows rows, FileChannel keysFile, KeyCells keys) {
    this.path = path;
    this.rowsFile = rowsFile;
    this.rows = rows;
    this.keysFile = keysFile;
    this.keys = keys;
  }

  /** Empty and marked dirty, in place of what was there. */
  static IndexFiles create(Path path, int[] keyPositions, long expectedRows) {
    try {
      delete(path);
      FileChannel rowsFile = openChannel(rowsPath(path));
      FileChannel keysFile = openChannel(keysPath(path));
      isOurs(rowsFile);
      IndexHeader.markDirty(rowsFile);
      int capacity = HashedRows.capacityFor(expectedRows);
      return new IndexFiles(
          path,
          rowsFile,
          HashedRows.create(rowsFile, IndexHeader.BYTES, capacity),
          keysFile,
          new KeyCells(keysPath(path), keysFile, keyPositions, 0));
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }

  /** Opens what {@link #stamp} left; the caller has read the header. Empty: others have it open. */
  static Optional<IndexFiles> open(Path path, int[] keyPositions, IndexHeader header) {
    try {
      FileChannel rowsFile = openChannel(rowsPath(path));
      if (!isOurs(rowsFile)) {
        rowsFile.close();
        return Optional.empty();
      }
      FileChannel keysFile = openChannel(keysPath(path));
      return Optional.of(
          new IndexFiles(
              path,
              rowsFile,
              HashedRows.read(
                  rowsFile, IndexHeader.BYTES, header.capacity(), header.used(), header.size()),
              keysFile,
              new KeyCells(keysPath(path), keysFile, keyPositions, header.keyBytes())));
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }

  /** Two who change one index would stamp what neither of them committed. */
  private static boolean isOurs(FileChannel rowsFile) throws IOException {
    try {
      return rowsFile.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Empty when there is no whole index that was stamped. */
  static Optional<IndexHeader> header(Path path) {
    if (!Files.exists(rowsPath(path)) || !Files.exists(keysPath(path))) {
      return Optional.empty();
    }
    try (FileChannel rowsFile = FileChannel.open(rowsPath(path), StandardOpenOption.READ)) {
      long rowBytes = rowsFile.size() - IndexHeader.BYTES;
      long keyBytes = Files.size(keysPath(path));
      return IndexHeader.read(rowsFile)
          .filter(header -> HashedRows.bytes(header.capacity()) <= rowBytes)
          .filter(header -> header.keyBytes() <= keyBytes);
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }

  static void copy(Path from, Path to) {
    try {
      Files.copy(rowsPath(from), rowsPath(to), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(keysPath(from), keysPath(to), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw IndexFailure.of(to, e);
    }
  }

  static void delete(Path path) {
    try {
      Files.deleteIfExists(rowsPath(path));
      Files.deleteIfExists(keysPath(path));
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }

  HashedRows rows() {
    return rows;
  }

  KeyCells keys() {
    return keys;
  }

  void markDirty() {
    try {
      IndexHeader.markDirty(rowsFile);
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }

  /** Writes what is in memory only; the header last. */
  void stamp(IndexHeader header) {
    try {
      keys.flush();
      rows.write(rowsFile, IndexHeader.BYTES);
      header.write(rowsFile);
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }

  /** Takes the names of another index, which is closed. */
  IndexFiles replacing(IndexFiles old) {
    try {
      old.close();
      Files.move(rowsPath(path), rowsPath(old.path), StandardCopyOption.REPLACE_EXISTING);
      Files.move(keysPath(path), keysPath(old.path), StandardCopyOption.REPLACE_EXISTING);
      return new IndexFiles(old.path, rowsFile, rows, keysFile, keys);
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }

  @Override
  public void close() {
    try (rowsFile;
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

  private static Path rowsPath(Path path) {
    return path.resolveSibling(path.getFileName() + ".rows");
  }

  private static Path keysPath(Path path) {
    return path.resolveSibling(path.getFileName() + ".keys");
  }
}
