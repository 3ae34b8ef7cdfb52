package dev.tributary.test.sqlite;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** All cells of a row, and the rowid it has if it has one. */
record TypedRow(TypedCell rowid, List<TypedCell> cells) {

  /** 64 bits of SHA-256 over types, lengths and bytes: enough to tell two rows apart. */
  long digest() {
    MessageDigest digest = sha256();
    cells.forEach(cell -> cell.addTo(digest));
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
