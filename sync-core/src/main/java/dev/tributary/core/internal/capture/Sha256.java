package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.table.KeyHash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, of which the first 128 bits are used. */
final class Sha256 {
  private final MessageDigest digest;

  Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  void put(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
  }

  /** The hash of what was put since the last call. */
  KeyHash finish() {
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new KeyHash(hash.getLong(), hash.getLong());
  }
}
