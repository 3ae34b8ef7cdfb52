package dev.tributary.core.internal.sqlite;

import java.io.IOException;

/** The bytes of a SQLite file that nobody changes while its snapshot lasts. */
@FunctionalInterface
public interface FileBytes {
  /** Fills the buffer from its index on, or a part of it; -1 at the end of the file. */
  int read(long position, byte[] buffer, int index) throws IOException;
}
