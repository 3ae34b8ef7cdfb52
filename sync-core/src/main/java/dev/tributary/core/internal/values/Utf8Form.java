package dev.tributary.core.internal.values;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text of a UTF-8 file: only checked. */
record Utf8Form() implements TextForm {

  @Override
  public boolean put(byte[] text, CopyBuffer out) {
    if (Utf8.isText(text, 0, text.length)) {
      out.putBytes(text, 0, text.length);
      return true;
    }
    Utf8.putReadable(text, out);
    return false;
  }

  @Override
  public boolean putUnchecked(byte[] text, CopyBuffer out) {
    out.putBytes(text, 0, text.length);
    return true;
  }

  @Override
  public byte[] toFile(byte[] utf8, int from, int to) {
    return Arrays.copyOfRange(utf8, from, to);
  }

  @Override
  public byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String string(byte[] text) {
    return new String(text, StandardCharsets.UTF_8);
  }
}
