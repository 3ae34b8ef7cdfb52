package dev.tributary.core.internal.values;

import dev.tributary.api.Cell;
import dev.tributary.core.internal.table.TextEncoding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random cells of every storage class, with a liking for the ones that break codecs. */
final class Cells {
  private static final long PG_EPOCH = 946_684_800_000_000L;

  private static final List<Long> INTEGERS =
      List.of(
          Long.MIN_VALUE,
          Long.MIN_VALUE + 1,
          Long.MAX_VALUE,
          Long.MAX_VALUE - 1,
          (1L << 53) + 1,
          10_000L,
          100_000_000L,
          -10_001L,
          PgTime.MIN + PG_EPOCH,
          PgTime.MIN + PG_EPOCH - 1,
          (PgTime.END - 1) / 1000 + PG_EPOCH / 1000,
          PgTime.END / 1000 + PG_EPOCH / 1000,
          (PgTime.END - 1) / 1_000_000 + PG_EPOCH / 1_000_000,
          PgTime.END / 1_000_000 + PG_EPOCH / 1_000_000,
          1_700_000_000L,
          1_700_000_000_123L,
          1_700_000_000_123_456L,
          1_700_000_000_123_456_000L,
          1_700_000_000_123_456_789L);

  private static final List<Double> REALS =
      List.of(
          0.0,
          -0.0,
          1.0,
          1.5,
          0.1,
          0.1 + 0.2,
          1e15 + 0.5,
          1e16,
          1e22,
          1e23,
          1.8446744073709552E19,
          0x1p63,
          -0x1p63,
          Math.nextDown(0x1p63),
          Math.nextDown(-0x1p63),
          Double.MIN_VALUE,
          Double.MIN_NORMAL,
          Double.MAX_VALUE,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY);

  private static final List<String> TEXTS =
      List.of(
          "",
          "now",
          "infinity",
          "2024-02-29 12:34:56.123456+02:00",
          "2024-02-30",
          "12",
          "1.5e3",
          "TRUE",
          "null",
          "{\"b\":1, \"a\":[true,null,1e2,\"\\u00e9\"],\"a\":0}",
          "\"\\u0000\"",
          "\"\\ud83d\"",
          "\"\\ud83d\\ude00\"",
          "1e400",
          "1e200000",
          "NaN",
          "[1,2",
          "a\0b",
          "\uFEFFbom",
          "Grüße, 世界 \uD83D\uDE00",
          "\uD83D half",
          "quote \" backslash \\ tab \t");

  private Cells() {}

  static Arbitrary<Cell> of(TextEncoding encoding) {
    return Arbitraries.oneOf(
        Arbitraries.just(Cell.NULL),
        integers().map(Cell.Int::new),
        reals().map(Cell.Real::new),
        texts(encoding).map(Cell.Text::new),
        blobs().map(Cell.Blob::new));
  }

  private static Arbitrary<Long> integers() {
    return Arbitraries.oneOf(
        Arbitraries.longs(), Arbitraries.longs().between(-2, 3), Arbitraries.of(INTEGERS));
  }

  private static Arbitrary<Double> reals() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Double::longBitsToDouble).filter(real -> !Double.isNaN(real)),
        Arbitraries.integers().map(cents -> cents / 100.0),
        Arbitraries.longs().map(Long::doubleValue),
        Arbitraries.of(REALS));
  }

  private static Arbitrary<byte[]> texts(TextEncoding encoding) {
    return Arbitraries.oneOf(
        Arbitraries.of(TEXTS).map(text -> bytes(text, encoding)),
        Arbitraries.strings().ofMaxLength(40).map(text -> bytes(text, encoding)),
        Arbitraries.strings().ascii().ofMaxLength(40).map(text -> bytes(text, encoding)),
        jsons().map(text -> bytes(text, encoding)),
        blobs());
  }

  private static Arbitrary<String> jsons() {
    Arbitrary<String> leaf =
        Arbitraries.oneOf(
            Arbitraries.of("1", "-0", "1.50", "1e3", "true", "null", "\"\"", "{}", "[ ]"),
            Arbitraries.strings().alpha().ofMaxLength(20).map(text -> '"' + text + '"'));
    return leaf.list()
        .ofMaxSize(5)
        .map(values -> "{ \"k\": [" + String.join(" , ", values) + "] }");
  }

  private static Arbitrary<byte[]> blobs() {
    return Arbitraries.oneOf(
        Arbitraries.bytes().array(byte[].class).ofMaxSize(40),
        Arbitraries.of(
            new byte[] {},
            new byte[] {0},
            new byte[] {'a', (byte) 0xff, 'b'},
            new byte[] {(byte) 0xc0, (byte) 0x80},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            new byte[] {0, (byte) 0xd8, 'a', 0},
            new byte[] {'a', 0, 'b'}));
  }

  /** In the file's encoding; half a surrogate pair stays half in UTF-16 and is '?' in UTF-8. */
  static byte[] bytes(String text, TextEncoding encoding) {
    if (encoding == TextEncoding.UTF_8) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = new byte[text.length() * 2];
    int low = encoding == TextEncoding.UTF_16LE ? 0 : 1;
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i + low] = (byte) text.charAt(i);
      bytes[2 * i + 1 - low] = (byte) (text.charAt(i) >> 8);
    }
    return bytes;
  }
}
