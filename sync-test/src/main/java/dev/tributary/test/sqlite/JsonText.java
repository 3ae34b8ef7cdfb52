package dev.tributary.test.sqlite;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Python's {@code json.dumps} writes it: {@code ", "} and {@code ": "}, all of it ASCII,
 * astral characters as two escapes.
 */
final class JsonText {
  private JsonText() {}

  /** Names and values in turn. */
  static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return object;
  }

  static String of(@Nullable Object value) {
    StringBuilder text = new StringBuilder();
    append(text, value);
    return text.toString();
  }

  private static void append(StringBuilder text, @Nullable Object value) {
    if (value instanceof Map<?, ?> object) {
      appendObject(text, object);
    } else if (value instanceof List<?> list) {
      appendList(text, list);
    } else if (value instanceof String string) {
      appendString(text, string);
    } else {
      text.append(value);
    }
  }

  private static void appendObject(StringBuilder text, Map<?, ?> object) {
    String separator = "{";
    for (Map.Entry<?, ?> member : object.entrySet()) {
      text.append(separator);
      appendString(text, String.valueOf(member.getKey()));
      text.append(": ");
      append(text, member.getValue());
      separator = ", ";
    }
    text.append(object.isEmpty() ? "{}" : "}");
  }

  private static void appendList(StringBuilder text, List<?> list) {
    String separator = "[";
    for (Object element : list) {
      text.append(separator);
      append(text, element);
      separator = ", ";
    }
    text.append(list.isEmpty() ? "[]" : "]");
  }

  private static void appendString(StringBuilder text, String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\t' -> text.append("\\t");
        default -> appendPlain(text, c);
      }
    }
    text.append('"');
  }

  private static void appendPlain(StringBuilder text, char c) {
    if (c >= 0x20 && c < 0x7f) {
      text.append(c);
    } else {
      text.append("\\u").append(Integer.toHexString(0x10000 | c).substring(1));
    }
  }
}
