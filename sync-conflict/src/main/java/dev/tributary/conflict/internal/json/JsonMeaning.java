package dev.tributary.conflict.internal.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a JSON value says, whatever way it is written: blanks, escapes, the order of members and
 * trailing zeros of numbers do not matter. Who writes a value anew through {@code jsonb} has not
 * changed it.
 */
public final class JsonMeaning {
  private static final int EXACT_DIGITS = 400;

  private JsonMeaning() {}

  public static boolean same(JsonNode one, JsonNode other) {
    return one.text().equals(other.text()) || sameStructure(one, other);
  }

  private static boolean sameStructure(JsonNode one, JsonNode other) {
    if (one instanceof JsonNode.Members left && other instanceof JsonNode.Members right) {
      return sameMembers(left, right);
    }
    if (one instanceof JsonNode.Array left && other instanceof JsonNode.Array right) {
      return sameElements(left, right);
    }
    return one instanceof JsonNode.Scalar left
        && other instanceof JsonNode.Scalar right
        && left.kind() == right.kind()
        && canonical(left).equals(canonical(right));
  }

  private static boolean sameMembers(JsonNode.Members left, JsonNode.Members right) {
    if (left.members().size() != right.members().size()) {
      return false;
    }
    if (!left.doubledNames().isEmpty() || !right.doubledNames().isEmpty()) {
      return canonical(left).equals(canonical(right));
    }
    Map<String, JsonNode> byName = new TreeMap<>();
    right.members().forEach(member -> byName.put(member.name(), member.value()));
    return left.members().stream()
        .allMatch(m -> byName.containsKey(m.name()) && same(m.value(), byName.get(m.name())));
  }

  private static boolean sameElements(JsonNode.Array left, JsonNode.Array right) {
    if (left.elements().size() != right.elements().size()) {
      return false;
    }
    for (int i = 0; i < left.elements().size(); i++) {
      if (!same(left.elements().get(i).value(), right.elements().get(i).value())) {
        return false;
      }
    }
    return true;
  }

  /** One text for each meaning. */
  public static String canonical(JsonNode node) {
    StringBuilder out = new StringBuilder();
    put(node, out);
    return out.toString();
  }

  private static void put(JsonNode node, StringBuilder out) {
    if (node instanceof JsonNode.Members object) {
      // Members of one name stay in their order: it may mean something to whoever reads them.
      List<JsonNode.Member> sorted = new ArrayList<>(object.members());
      sorted.sort(Comparator.comparing(JsonNode.Member::name));
      out.append('{');
      for (JsonNode.Member member : sorted) {
        JsonStrings.putCanonical(member.name(), out);
        out.append(':');
        put(member.value(), out);
        out.append(',');
      }
      out.append('}');
    } else if (node instanceof JsonNode.Array array) {
      out.append('[');
      for (JsonNode.Element element : array.elements()) {
        put(element.value(), out);
        out.append(',');
      }
      out.append(']');
    } else if (node instanceof JsonNode.Scalar scalar) {
      putScalar(scalar, out);
    }
  }

  private static void putScalar(JsonNode.Scalar scalar, StringBuilder out) {
    switch (scalar.kind()) {
      case STRING -> JsonStrings.putCanonical(JsonStrings.unescaped(scalar.text()), out);
      case NUMBER ->
          out.append(
              number(scalar.text())
                  .map(n -> n.signum() == 0 ? "0" : n.stripTrailingZeros().toString())
                  .orElse(scalar.text()));
      default -> out.append(scalar.text());
    }
  }

  /** The exact value; empty where it is so long or so large that reckoning would never end. */
  public static Optional<BigDecimal> number(String text) {
    if (text.length() > EXACT_DIGITS) {
      return Optional.empty();
    }
    try {
      BigDecimal value = new BigDecimal(text);
      return Math.abs((long) value.scale()) > EXACT_DIGITS ? Optional.empty() : Optional.of(value);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
