package dev.tributary.core.internal.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class Utf8Test {
  private static final int PAD = 9;

  @Test
  void everyCodePointIsJudgedAtEveryOffset() {
    for (int point = 1; point <= Character.MAX_CODE_POINT; point += point < 0x3000 ? 1 : 61) {
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        continue;
      }
      byte[] text =
          (".".repeat(point % PAD) + Character.toString(point) + "..")
              .getBytes(StandardCharsets.UTF_8);
      assertThat(Utf8.isText(text, 0, text.length)).as("U+%X", point).isTrue();
    }
  }

  @Property(tries = 20_000)
  void agreesWithAStrictDecoder(@ForAll byte[] bytes, @ForAll @IntRange(max = PAD) int pad) {
    byte[] text = new byte[pad + bytes.length];
    Arrays.fill(text, (byte) 'x');
    System.arraycopy(bytes, 0, text, pad, bytes.length);
    assertThat(Utf8.isText(text, 0, text.length)).isEqualTo(isStrictText(text));
  }

  @Test
  void allShortSequencesAreJudgedAsTheDecoderDoes() {
    int[] tails = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
    for (int lead = 0; lead < 256; lead++) {
      for (int tail = 0; tail < 11 * 11 * 11; tail++) {
        byte[] text = {
          (byte) lead,
          (byte) tails[tail / 121],
          (byte) tails[tail / 11 % 11],
          (byte) tails[tail % 11]
        };
        for (int size = 1; size <= 4; size++) {
          if (Utf8.isText(text, 0, size) != isStrictText(Arrays.copyOf(text, size))) {
            fail("%s, the first %d", HexFormat.of().formatHex(text), size);
          }
        }
      }
    }
  }

  @Property
  void theReadableRestIsText(@ForAll byte[] bytes) {
    CopyBuffer out = new CopyBuffer(1);
    Utf8.putReadable(bytes, out);
    assertThat(Utf8.isText(out.array(), 0, out.length())).isTrue();
  }

  @Test
  void offendingBytesAreLeftOut() {
    CopyBuffer out = new CopyBuffer();
    byte[] bytes = {'a', 0, 'b', (byte) 0xff, (byte) 0xc3, (byte) 0xbc, (byte) 0xe4, (byte) 0xb8};
    Utf8.putReadable(bytes, out);
    assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8)).isEqualTo("abü");
  }

  private static boolean isStrictText(byte[] bytes) {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    // Without the exception of the short form, which costs more than all else here.
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
    return result.isUnderflow() && text.flip().toString().indexOf('\0') < 0;
  }
}
