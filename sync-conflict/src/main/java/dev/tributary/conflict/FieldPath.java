package dev.tributary.conflict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A column, or a place in the JSON that a column holds: {@code
 * chat.history.messages.*.childrenIds}. A star stands for any member or element; a backslash takes
 * a dot, a star or itself literally.
 *
 * @param segments the column first
 */
record FieldPath(List<Segment> segments) {

  /** One name, or any. */
  record Segment(String name, boolean any) {
    static final Segment ANY = new Segment("*", true);

    static Segment of(String name) {
      return new Segment(name, false);
    }

    private String text() {
      return any ? "*" : name.replaceAll("([\\\\.]|^\\*$)", "\\\\$1");
    }
  }

  FieldPath {
    segments = List.copyOf(segments);
  }

  static FieldPath column(String name) {
    return new FieldPath(List.of(Segment.of(name)));
  }

  /** Empty: a name is missing, or a star stands for the column. */
  static Optional<FieldPath> parse(String text) {
    List<Segment> segments = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean literal = false;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '\\' && i + 1 < text.length()) {
        name.append(text.charAt(++i));
        literal = true;
      } else if (c == '.') {
        segments.add(segment(name.toString(), literal));
        name.setLength(0);
        literal = false;
      } else {
        name.append(c);
      }
    }
    boolean complete = segments.stream().noneMatch(s -> s.name().isEmpty());
    return complete && !segments.get(0).any()
        ? Optional.of(new FieldPath(segments))
        : Optional.empty();
  }

  private static Segment segment(String name, boolean literal) {
    return name.equals("*") && !literal ? Segment.ANY : Segment.of(name);
  }

  String column() {
    return segments.get(0).name();
  }

  FieldPath child(String name) {
    List<Segment> longer = new ArrayList<>(segments);
    longer.add(Segment.of(name));
    return new FieldPath(longer);
  }

  /** Whether this pattern means that place. */
  boolean matches(FieldPath place) {
    return segments.size() == place.segments.size() && startsAt(place);
  }

  /** Whether both mean the same place; SQLite ignores the case of a column's name. */
  boolean isSame(FieldPath other) {
    int size = segments.size();
    return column().equalsIgnoreCase(other.column())
        && segments.subList(1, size).equals(other.segments.subList(1, other.segments.size()));
  }

  /** Whether this pattern means something below that place. */
  boolean isBelow(FieldPath place) {
    return segments.size() > place.segments.size() && startsAt(place);
  }

  /** How exact the pattern is: names tell more than stars. */
  long names() {
    return segments.stream().filter(segment -> !segment.any()).count();
  }

  private boolean startsAt(FieldPath place) {
    if (!column().equalsIgnoreCase(place.column())) {
      return false;
    }
    for (int i = 1; i < place.segments.size(); i++) {
      if (!segments.get(i).any() && !segments.get(i).equals(place.segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return segments.stream().map(Segment::text).collect(Collectors.joining("."));
  }
}
