package dev.tributary.conflict.internal.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A value of a JSON text. {@link #text()} is the very text that was read: numbers keep their
 * digits, objects their order and doubled names, strings their escapes.
 */
public sealed interface JsonNode {

  /** As it was written, without the blanks around it. */
  String text();

  /** A string, number, literal. */
  record Scalar(Kind kind, String text) implements JsonNode {
    public Scalar {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(text, "text");
    }
  }

  /** What a scalar is. */
  enum Kind {
    STRING,
    NUMBER,
    BOOLEAN,
    NULL
  }

  /** An array and its elements in order. */
  record Array(List<Element> elements, String text) implements JsonNode {
    public Array {
      elements = List.copyOf(elements);
    }
  }

  /**
   * An element with the blanks around it.
   *
   * @param before the blanks before the value
   * @param after the blanks after it
   */
  record Element(String before, JsonNode value, String after) {
    /** This element with another value. */
    public String with(String text) {
      return before + text + after;
    }
  }

  /** An object and its members in order; names may be doubled. */
  record Members(List<Member> members, String text) implements JsonNode {
    public Members {
      members = List.copyOf(members);
    }

    /** The names that are there more than once, each value of which counts. */
    public Set<String> doubledNames() {
      Set<String> names = new HashSet<>();
      Set<String> doubled = new HashSet<>();
      members.stream().map(Member::name).filter(n -> !names.add(n)).forEach(doubled::add);
      return doubled;
    }

    /** All members of this name, as if it were one value. */
    public Optional<JsonNode> group(String name) {
      List<Element> elements = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (Member member : members) {
        if (member.name().equals(name)) {
          elements.add(new Element("", member.value(), ""));
          text.append(text.isEmpty() ? "" : ",").append(member.with(member.value().text()));
        }
      }
      return elements.isEmpty()
          ? Optional.empty()
          : Optional.of(new Array(elements, text.toString()));
    }

    /** The first member of this name. */
    public Optional<JsonNode> find(String name) {
      for (Member member : members) {
        if (member.name().equals(name)) {
          return Optional.of(member.value());
        }
      }
      return Optional.empty();
    }
  }

  /**
   * A member with all that stands around its value.
   *
   * @param name unescaped
   * @param before blanks, the name as it is written, the colon, blanks
   * @param after the blanks after the value
   */
  record Member(String name, String before, JsonNode value, String after) {
    /** This member with another value. */
    public String with(String text) {
      return before + text + after;
    }
  }

  /** The text of a string, unescaped. */
  static Optional<String> string(JsonNode node) {
    return node instanceof Scalar scalar && scalar.kind() == Kind.STRING
        ? Optional.of(JsonStrings.unescaped(scalar.text()))
        : Optional.empty();
  }

  static boolean isNull(JsonNode node) {
    return node instanceof Scalar scalar && scalar.kind() == Kind.NULL;
  }

  /** Follows names from an object downwards; a dot separates them. */
  static Optional<JsonNode> at(JsonNode node, List<String> names) {
    Optional<JsonNode> found = Optional.of(node);
    for (String name : names) {
      found =
          found.flatMap(n -> n instanceof Members object ? object.find(name) : Optional.empty());
    }
    return found;
  }

  /** The elements' values. */
  static List<JsonNode> values(Array array) {
    List<JsonNode> values = new ArrayList<>();
    array.elements().forEach(element -> values.add(element.value()));
    return values;
  }
}
