package dev.tributary.conflict;

import dev.tributary.api.Cell;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.Optional;

/** Text cells as strings and back. */
final class TextCells {
  private static final int SHOWN_BYTES = 32;

  private TextCells() {}

  /** Empty: the bytes are no text in this encoding. */
  static Optional<String> string(Cell.Text cell, Charset encoding) {
    try {
      return Optional.of(encoding.newDecoder().decode(ByteBuffer.wrap(cell.bytes())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  static Cell cell(String text, Charset encoding) {
    return new Cell.Text(text.getBytes(encoding));
  }

  /** For the log. */
  static String shown(Cell cell, Charset encoding) {
    if (cell instanceof Cell.Int integer) {
      return Long.toString(integer.value());
    }
    if (cell instanceof Cell.Real real) {
      return Double.toString(real.value());
    }
    if (cell instanceof Cell.Text text) {
      return string(text, encoding).orElseGet(() -> hex(text.bytes()));
    }
    return cell instanceof Cell.Blob blob ? hex(blob.bytes()) : "";
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN_BYTES));
  }
}
