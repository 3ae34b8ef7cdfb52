package dev.tributary.test.sqlite;

import dev.tributary.test.sqlite.SqliteFormat.Encoding;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values that break careless mirrors, by kind, as SQL expressions.
 *
 * <p>An expression can say what no driver binds: bytes that are no valid text, stored as text.
 */
final class CornerValues {
  private CornerValues() {}

  /** For a column with text affinity; an integer there would become text, so there is none. */
  static Map<String, String> texts(Encoding encoding) {
    Map<String, String> values = new LinkedHashMap<>();
    addPlainTexts(values);
    addUnicode(values);
    addRawBytes(values, encoding);
    values.put("blob_in_text", "x'00ff61c3'");
    values.put("empty_blob_in_text", "x''");
    values.put("number_as_text", "12345");
    values.put("long_word", "replace(hex(zeroblob(5000)), '00', 'w')");
    values.put("big_text", "replace(hex(zeroblob(10000)), '00', 'a word ')");
    return values;
  }

  /** Text of one megabyte. */
  static String megabyte() {
    return "replace(hex(zeroblob(131072)), '00', 'megabyte')";
  }

  private static void addPlainTexts(Map<String, String> values) {
    values.put("empty", "''");
    values.put("space", "' '");
    values.put("newlines", "'a' || char(10) || 'b' || char(13, 10) || 'c' || char(13)");
    values.put("tab", "'a' || char(9) || 'b'");
    values.put("quote", "'it''s \"quoted\"'");
    values.put("backslash", "'C:\\temp\\new \\\\ \\x41'");
    values.put("copy_null", "'\\N'");
    values.put("copy_end", "'\\.'");
    values.put("null_word", "'NULL'");
    values.put("json_null_word", "'null'");
    values.put("percent", "'100% %s %1$s'");
    values.put("comma", "'a,b;c|d'");
    values.put("braces", "'{a,\"b\",NULL}'");
    values.put("dollar_quote", "'$$ $tag$ '");
    values.put("now_word", "'now'");
    values.put("infinity_word", "'infinity'");
    values.put("html", "'<script>alert(1)</script>&amp;'");
    values.put("sqlish", "'''; DROP TABLE chat; --'");
    values.put("trailing_space", "'text  '");
  }

  private static void addUnicode(Map<String, String> values) {
    values.put("zwj", "char(0x1F469, 0x200D, 0x1F469, 0x200D, 0x1F467)");
    values.put("rtl", "char(0x202E) || 'abc' || char(0x645, 0x631, 0x62D)");
    values.put("combining", "'e' || char(0x301) || char(0xE9)");
    values.put("bom", "char(0xFEFF) || 'text'");
    values.put("nbsp", "char(0xA0) || 'a' || char(0x2007)");
    values.put("nel", "'a' || char(0x85) || 'b' || char(0x2028) || 'c'");
    values.put("astral", "char(0x1F680, 0x2070E, 0x10FFFD)");
    values.put("noncharacter", "char(0xFFFE, 0xFFFF, 0x10FFFF)");
    values.put("c1", "char(0x80, 0x9F)");
    values.put("c0", "char(1, 2, 7, 8, 27, 31, 127)");
    values.put("replacement", "'a' || char(0xFFFD) || 'b'");
  }

  private static void addRawBytes(Map<String, String> values, Encoding encoding) {
    values.put("nul_char", "'a' || char(0) || 'b'");
    values.put("only_nul", "char(0)");
    values.put("invalid_utf8", raw(encoding, "61ff62", "6100ffdb6200", "0061dbff0062"));
    values.put("truncated_utf8", raw(encoding, "61e282", "61003dd8", "0061d83d"));
    values.put("overlong_utf8", raw(encoding, "c0af", "00dc", "dc00"));
    values.put("utf8_surrogate_bytes", raw(encoding, "eda0bd", "3dd8", "d83d"));
    values.put("cesu8_pair", raw(encoding, "eda0bdedb880", "3dd83dd8", "d83dd83d"));
  }

  private static String raw(Encoding encoding, String utf8, String utf16le, String utf16be) {
    String hex =
        switch (encoding) {
          case UTF_8 -> utf8;
          case UTF_16LE -> utf16le;
          case UTF_16BE -> utf16be;
        };
    return "CAST(x'" + hex + "' AS TEXT)";
  }

  /** For a column declared JSON, which has numeric affinity. */
  static Map<String, String> json() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("sql_null", "NULL");
    values.put("json_null_text", "'null'");
    values.put("json_empty_text", "''");
    values.put("json_space", "' '");
    values.put("json_not_json", "'{not json'");
    values.put("json_single_quotes", "'{''a'': 1}'");
    values.put("json_nul_escape", "'{\"a\": \"x\\u0000y\"}'");
    values.put("json_lone_surrogate", "'{\"a\": \"\\ud83d\"}'");
    values.put("json_swapped_surrogates", "'{\"a\": \"\\ude00\\ud83d\"}'");
    values.put("json_nan", "'{\"a\": NaN, \"b\": Infinity, \"c\": -Infinity}'");
    values.put("json_duplicate_keys", "'{\"a\": 1, \"a\": 2}'");
    values.put("json_key_order_space", "'{\"b\":1 ,\"a\" : 2,\"aa\":\t3}\n'");
    values.put("json_raw_unicode", "'{\"a\": \"Gr\u00fc\u00dfe \ud83d\ude80\"}'");
    values.put("json_control_char", "'{\"a\": \"x' || char(9) || char(1) || 'y\"}'");
    values.put("json_nul_byte", "'{\"a\": 1}' || char(0)");
    values.put("json_bom", "char(0xFEFF) || '{}'");
    values.put("json5", "'{a: 1, /* c */ b: 0x1F,}'");
    values.put("json_two_documents", "'{} {}'");
    values.put("json_scalar_text", "'\"just text\"'");
    addJsonNumbers(values);
    values.put(
        "json_deep", "replace(hex(zeroblob(2000)), '00', '[') || '1' || %s".formatted(CLOSE));
    values.put("big_json_120kb", "'{\"a\": \"' || hex(zeroblob(60000)) || '\"}'");
    return values;
  }

  private static final String CLOSE = "replace(hex(zeroblob(2000)), '00', ']')";

  private static void addJsonNumbers(Map<String, String> values) {
    values.put("json_numbers", "'[1e400, -0.0, 1.10, 1E2, 12345678901234567890, 0.1e-400]'");
    values.put("json_number_one_point_zero", "'1.0'");
    values.put("json_number_too_large", "'1e400'");
    values.put("json_number_integer", "17");
    values.put("json_number_real", "17.5");
    values.put("json_blob", "x'7b7d'");
  }

  /** For a column with integer or numeric affinity. */
  static Map<String, String> numbers() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("int64_max", "9223372036854775807");
    values.put("int64_min", "-9223372036854775807 - 1");
    values.put("int32_max_plus_1", "2147483648");
    values.put("int53_plus_1", "9007199254740993");
    values.put("beyond_int64", "18446744073709551615");
    values.put("real_inf", "9e999");
    values.put("real_neg_inf", "-9e999");
    values.put("real_tiny", "5e-324");
    values.put("real_huge", "1.7976931348623157e308");
    values.put("real_in_integer_column", "1759999999.25");
    values.put("real_third", "0.1 + 0.2");
    values.put("neg_zero", "-0.0");
    values.put("zero", "0");
    values.put("negative", "-1");
    values.put("milliseconds_in_seconds_column", "1760000000000");
    values.put("text_in_integer_column", "'yesterday'");
    values.put("number_with_tail", "'12abc'");
    values.put("iso_text", "'2025-10-09T08:53:20Z'");
    values.put("impossible_date", "'2024-02-30'");
    values.put("now_text", "'now'");
    values.put("empty_text_in_integer_column", "''");
    values.put("blob_in_integer_column", "x'31'");
    return values;
  }
}
