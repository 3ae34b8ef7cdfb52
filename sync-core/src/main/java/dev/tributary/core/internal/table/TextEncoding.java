package dev.tributary.core.internal.table;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** How a file keeps its text; {@code PRAGMA encoding}. */
public enum TextEncoding {
  UTF_8("UTF-8", StandardCharsets.UTF_8),
  UTF_16LE("UTF-16le", StandardCharsets.UTF_16LE),
  UTF_16BE("UTF-16be", StandardCharsets.UTF_16BE);

  private final String pragma;
  private final Charset charset;

  TextEncoding(String pragma, Charset charset) {
    this.pragma = pragma;
    this.charset = charset;
  }

  /** The value of the pragma. */
  public String pragma() {
    return pragma;
  }

  public Charset charset() {
    return charset;
  }

  public static TextEncoding ofPragma(String value) {
    for (TextEncoding encoding : values()) {
      if (encoding.pragma.equalsIgnoreCase(value)) {
        return encoding;
      }
    }
    throw new IllegalArgumentException("unknown encoding " + value);
  }
}
