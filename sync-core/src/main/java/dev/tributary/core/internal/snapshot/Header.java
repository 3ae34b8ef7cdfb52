package dev.tributary.core.internal.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The first 100 bytes of a SQLite file, as hexadecimal text.
 *
 * <p>Read without a lock it is only a hint: what must be right is read again under one, or compared
 * before and after.
 */
record Header(String hex) {
  static final int LENGTH = 100;

  private static final String MAGIC =
      HexFormat.of().formatHex("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
  private static final int ROLLBACK = 1;
  private static final int WAL = 2;

  static Header of(byte[] bytes) {
    return new Header(HexFormat.of().formatHex(bytes));
  }

  /** Why this cannot be a SQLite file that we read; empty: it looks like one. */
  Optional<String> problem() {
    if (!hex.startsWith(MAGIC)) {
      return Optional.of("is encrypted (SQLCipher) or no SQLite file: its header is not SQLite's");
    }
    if (Integer.bitCount(pageSize()) != 1 || pageSize() < 512) {
      return Optional.of("is damaged: its header claims pages of " + pageSize() + " bytes");
    }
    if (number(18, 1) != ROLLBACK && number(18, 1) != WAL
        || number(19, 1) != ROLLBACK && number(19, 1) != WAL) {
      return Optional.of(
          "is of a newer SQLite format (write version %d, read version %d) than this driver reads"
              .formatted(number(18, 1), number(19, 1)));
    }
    return Optional.empty();
  }

  /** How the file is cut off; empty: it has all its pages, or the header does not know. */
  Optional<String> truncation(long fileSize) {
    long claimed = number(28, 4) * pageSize();
    boolean counted = number(24, 4) == number(92, 4) && claimed > 0;
    return counted && fileSize < claimed
        ? Optional.of(
            "is truncated: it has %d bytes, its header claims %d pages of %d bytes = %d bytes"
                .formatted(fileSize, number(28, 4), pageSize(), claimed))
        : Optional.empty();
  }

  boolean walMode() {
    return number(19, 1) == WAL;
  }

  int pageSize() {
    int stored = (int) number(16, 2);
    return stored == 1 ? 65_536 : stored;
  }

  private long number(int offset, int bytes) {
    return Long.parseLong(hex, offset * 2, (offset + bytes) * 2, 16);
  }
}
