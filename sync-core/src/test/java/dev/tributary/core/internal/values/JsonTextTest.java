package dev.tributary.core.internal.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class JsonTextTest {
  static final List<String> GOOD = JsonCorpus.GOOD;
  static final List<String> BAD = JsonCorpus.BAD;

  @ParameterizedTest
  @FieldSource("GOOD")
  void jsonIsAccepted(String text) {
    assertThat(isValid(text)).isTrue();
  }

  @ParameterizedTest
  @FieldSource("BAD")
  void whatIsNoJsonIsRejected(String text) {
    assertThat(isValid(text)).isFalse();
  }

  @Test
  void nestingIsLimited() {
    assertThat(isValid("[".repeat(500) + "]".repeat(500))).isTrue();
    assertThat(isValid("[".repeat(501) + "]".repeat(501))).isFalse();
    assertThat(isValid("{\"a\":".repeat(500) + "1" + "}".repeat(500))).isTrue();
    assertThat(isValid("[".repeat(1_000_000))).isFalse();
  }

  @Test
  void invalidUtf8InStringsIsRejected() {
    byte[] text = {'"', (byte) 0xc0, (byte) 0x80, '"'};
    assertThat(JsonText.isValid(text, 0, text.length)).isFalse();
    byte[] cut = {'"', (byte) 0xc3, '"'};
    assertThat(JsonText.isValid(cut, 0, cut.length)).isFalse();
  }

  @Test
  void nothingOutsideTheRangeIsRead() {
    byte[] text = "[[1]]".getBytes(StandardCharsets.US_ASCII);
    assertThat(JsonText.isValid(text, 1, 4)).isTrue();
    assertThat(JsonText.isValid(text, 1, 3)).isFalse();
    assertThat(JsonText.isValid(text, 2, 3)).isTrue();
  }

  @Test
  void jsonbTakesNoNulNoHalfPairsAndNoHugeNumbers() {
    assertThat(JsonCorpus.NOT_JSONB).noneMatch(JsonTextTest::isJsonb);
    assertThat(JsonCorpus.JSONB).allMatch(JsonTextTest::isJsonb);
  }

  private static boolean isValid(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return JsonText.isValid(bytes, 0, bytes.length);
  }

  static boolean isJsonb(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return isValid(text) && JsonbText.accepts(bytes, 0, bytes.length);
  }
}
