package dev.tributary.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.conflict.internal.json.JsonMeaning;
import dev.tributary.conflict.internal.json.JsonNode;
import dev.tributary.conflict.internal.json.JsonReader;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader takes what RFC 8259 takes, keeps every letter, and knows what means the same. */
final class JsonReaderTest {
  private static final ObjectMapper JUDGE =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "01",
        "1.",
        ".5",
        "+1",
        "NaN",
        "\"a",
        "'a'",
        "[1 2]",
        "{\"a\" 1}",
        "nul",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\u0001\"",
        "1 2",
        "-",
        "1e",
        "tru"
      })
  void whatIsNoJsonIsRefusedAndExplained(String text) {
    assertThat(JsonReader.read(text)).isEmpty();
    assertThat(JsonReader.problem(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null", " true ", "-0.0", "1E400", "123456789012345678901234567890.10", "\"\\u0000\"",
        "\"\\ud83d\"", "{\"a\":1,\"a\":2}", "[ ]", "{ }", "[[],[[]]]", "\"\\\"\\\\\\/\\b\""
      })
  void everyLetterIsKept(String text) {
    assertThat(JsonReader.read(text).map(JsonNode::text)).contains(text.strip());
    assertThat(JsonReader.problem(text)).isEmpty();
  }

  @Test
  void whatIsWrittenInAnotherWayMeansTheSame() {
    assertThat(same("{\"a\": 1.0, \"b\": \"\\u00e9\"}", "{\"b\":\"é\",\"a\":1}")).isTrue();
    assertThat(same("1e2", "100.00")).isTrue();
    assertThat(same("-0.0", "0")).isTrue();
    assertThat(same("[1,2]", "[2,1]")).isFalse();
    assertThat(same("{\"a\":1,\"a\":2}", "{\"a\":2,\"a\":1}")).isFalse();
    assertThat(same("{\"a\":1}", "{\"a\":null}")).isFalse();
    assertThat(same("\"1\"", "1")).isFalse();
    assertThat(same("1e999999999", "1e999999998")).isFalse();
    assertThat(same("12345678901234567890.1", "12345678901234567890.2")).isFalse();
  }

  @Test
  void whatIsTooDeepIsRefusedAndNoStackOverflows() {
    assertThat(JsonReader.read("[".repeat(100_000))).isEmpty();
    assertThat(JsonReader.read("[".repeat(100_000) + "]".repeat(100_000))).isEmpty();
    assertThat(JsonReader.read("[".repeat(400) + "]".repeat(400))).isPresent();
  }

  @Property
  void thereIsOneOpinionOnWhatIsJson(@ForAll("texts") String text) {
    assertThat(JsonReader.read(text).isPresent()).as(text).isEqualTo(isJson(text));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a\"",
            "\"b\\n\"",
            "1",
            "-0",
            "2.5e3",
            "01",
            "null",
            "true",
            " ",
            "\n",
            "\\",
            "\"",
            "\"\\u00e9\"")
        .list()
        .ofMaxSize(9)
        .map(parts -> String.join("", parts));
  }

  private static boolean isJson(String text) {
    try {
      return !JUDGE.readTree(text).isMissingNode();
    } catch (JacksonException e) {
      return false;
    }
  }

  private static boolean same(String one, String other) {
    return JsonMeaning.same(
        JsonReader.read(one).orElseThrow(), JsonReader.read(other).orElseThrow());
  }
}
