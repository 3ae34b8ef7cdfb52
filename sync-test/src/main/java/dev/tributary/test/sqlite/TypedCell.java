package dev.tributary.test.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;

/** A cell as SQLite stores it: its storage class and its exact bytes. */
record TypedCell(char type, byte[] bytes) {
  private static final int SHOWN_BYTES = 60;

  /** {@code type} is the first letter of SQLite's {@code typeof}. */
  static TypedCell read(ResultSet row, int column, char type) throws SQLException {
    byte[] bytes =
        switch (type) {
          case 'n' -> new byte[0];
          case 'i' -> eightBytes(row.getLong(column));
          case 'r' -> eightBytes(Double.doubleToRawLongBits(row.getDouble(column)));
          default -> bytesOrNone(row, column);
        };
    return new TypedCell(type, bytes);
  }

  private static byte[] bytesOrNone(ResultSet row, int column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return bytes == null ? new byte[0] : bytes;
  }

  private static byte[] eightBytes(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  void addTo(MessageDigest digest) {
    digest.update((byte) type);
    digest.update(eightBytes(bytes.length));
    digest.update(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TypedCell cell && type == cell.type && Arrays.equals(bytes, cell.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + type;
  }

  @Override
  public String toString() {
    return switch (type) {
      case 'n' -> "NULL";
      case 'i' -> "integer " + ByteBuffer.wrap(bytes).getLong();
      case 'r' -> "real " + Double.longBitsToDouble(ByteBuffer.wrap(bytes).getLong());
      case 't' -> "text[" + bytes.length + "] '" + readable() + "'";
      default -> "blob[" + bytes.length + "] x'" + hex() + "'";
    };
  }

  /** Text if it is plain, its bytes in hex if a reader could not see what is in it. */
  private String readable() {
    String text = new String(shown(), StandardCharsets.UTF_8);
    boolean plain = text.chars().allMatch(c -> c >= 32 && c != 127 && c != 0xFFFD);
    return plain ? text + (bytes.length > SHOWN_BYTES ? "..." : "") : "' x'" + hex();
  }

  private String hex() {
    return HexFormat.of().formatHex(shown()) + (bytes.length > SHOWN_BYTES ? "..." : "");
  }

  private byte[] shown() {
    return Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN_BYTES));
  }
}
