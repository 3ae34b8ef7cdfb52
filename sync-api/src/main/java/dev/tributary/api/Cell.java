package dev.tributary.api;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * One SQLite value with its storage class: what {@code typeof()} says, not what the column
 * declares. Two cells are equal iff class and bytes are equal; a real compares by its bits.
 */
public sealed interface Cell {

  /** SQL NULL. */
  record Null() implements Cell {}

  /** A signed 64-bit integer. */
  record Int(long value) implements Cell {}

  /** An IEEE double; SQLite stores no NaN. */
  record Real(double value) implements Cell {
    @Override
    public boolean equals(Object other) {
      return other instanceof Real real
          && Double.doubleToRawLongBits(real.value) == Double.doubleToRawLongBits(value);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(Double.doubleToRawLongBits(value));
    }
  }

  /** Text as the bytes that the file holds, in the file's encoding; they may be no valid text. */
  record Text(byte[] bytes) implements Cell {
    @Override
    public boolean equals(Object other) {
      return other instanceof Text text && Arrays.equals(text.bytes, bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Text[" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 40)) + "]";
    }
  }

  /** Bytes. */
  record Blob(byte[] bytes) implements Cell {
    @Override
    public boolean equals(Object other) {
      return other instanceof Blob blob && Arrays.equals(blob.bytes, bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Blob[" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 40)) + "]";
    }
  }

  /** The one NULL. */
  Cell NULL = new Null();
}
