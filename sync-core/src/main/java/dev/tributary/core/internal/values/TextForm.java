package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.TextEncoding;

/**
 * How a file keeps its text, against PostgreSQL's UTF-8.
 *
 * <p>Text that {@link #put} calls exact comes back from {@link #toFile} with the same bytes.
 */
sealed interface TextForm permits Utf8Form, Utf16Form {

  static TextForm of(TextEncoding encoding) {
    return switch (encoding) {
      case UTF_8 -> new Utf8Form();
      case UTF_16LE -> new Utf16Form(0);
      case UTF_16BE -> new Utf16Form(1);
    };
  }

  /**
   * Writes the text, as UTF-8 and without a length. False: it is no valid text or has a NUL, and
   * the readable rest was written.
   */
  boolean put(byte[] text, CopyBuffer out);

  /** Like {@link #put}, for a caller who checks the UTF-8 himself. */
  boolean putUnchecked(byte[] text, CopyBuffer out);

  /** Valid UTF-8 as the file keeps it. */
  byte[] toFile(byte[] utf8, int from, int to);

  /** Valid text as the file keeps it. */
  byte[] bytes(String text);

  /** For a look at the value; what is not valid is replaced. */
  String string(byte[] text);
}
