package dev.tributary.core.internal.schema;

import dev.tributary.core.internal.table.Affinity;
import dev.tributary.core.internal.table.SourceColumn;
import dev.tributary.core.internal.table.TargetType;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A column's type in PostgreSQL, and why. */
record TypeChoice(TargetType type, String why) {
  /** Such a choice is made again once there are values. */
  static final String NO_VALUES_YET = "no values yet";

  /** A person's choice: it stays until a person chooses again, or the declaration changes. */
  static final String AS_CONFIGURED = "as configured";

  private static final Set<String> JSON = Set.of("JSON", "JSONB");
  private static final Set<String> BOOLEAN = Set.of("BOOLEAN", "BOOL");
  private static final Set<String> NUMERIC = Set.of("NUMERIC", "DECIMAL", "DEC", "NUMBER", "MONEY");

  /** The choice that needs no look at the data. */
  static Optional<TypeChoice> byDeclaration(SourceColumn column, boolean strict) {
    String word = word(column.declaredType());
    if (JSON.contains(word)) {
      return declared(column, TargetType.JSON);
    }
    if (BOOLEAN.contains(word) || isUntyped(column, strict)) {
      return Optional.empty();
    }
    return switch (column.affinity()) {
      case INTEGER -> declared(column, TargetType.BIGINT);
      case REAL -> declared(column, TargetType.DOUBLE);
      case TEXT -> declared(column, TargetType.TEXT);
      case NUMERIC ->
          NUMERIC.contains(word) ? declared(column, TargetType.NUMERIC) : Optional.empty();
      case BLOB -> Optional.empty();
    };
  }

  /** The choice by what the column holds today. */
  static TypeChoice byContent(SourceColumn column, boolean strict, ClassCounts counts) {
    boolean bool = BOOLEAN.contains(word(column.declaredType()));
    if (bool && counts.fit(TargetType.BOOLEAN)) {
      return new TypeChoice(TargetType.BOOLEAN, "declared " + column.declaredType());
    }
    if (counts.values() == 0) {
      return ofNoValues(column);
    }
    boolean numeric = column.affinity() == Affinity.NUMERIC && !isUntyped(column, strict);
    String declared = column.declaredType().isEmpty() ? "no type" : column.declaredType();
    return new TypeChoice(
        mostOf(counts, numeric), "declared %s, holds %s".formatted(declared, counts.said()));
  }

  private static TypeChoice ofNoValues(SourceColumn column) {
    return column.declaredType().isEmpty() || column.affinity() != Affinity.BLOB
        ? new TypeChoice(TargetType.TEXT, NO_VALUES_YET)
        : new TypeChoice(TargetType.BYTEA, "declared " + column.declaredType());
  }

  private static TargetType mostOf(ClassCounts counts, boolean numeric) {
    long numbers = numeric ? counts.integers() + counts.reals() : 0;
    long most = Math.max(Math.max(counts.integers(), counts.reals()), counts.texts());
    most = Math.max(Math.max(most, counts.blobs()), numbers);
    if (most == counts.texts()) {
      return TargetType.TEXT;
    }
    if (most == counts.blobs()) {
      return TargetType.BYTEA;
    }
    return most == numbers ? mostOfNumbers(counts) : mostOfUntyped(counts);
  }

  /** Numeric affinity turns 1.0 into 1, so integers among reals are no strays; the reverse is. */
  private static TargetType mostOfNumbers(ClassCounts counts) {
    if (counts.reals() * 10 < counts.integers()) {
      return TargetType.BIGINT;
    }
    return counts.integers() == 0 ? TargetType.DOUBLE : TargetType.NUMERIC;
  }

  private static TargetType mostOfUntyped(ClassCounts counts) {
    return counts.integers() >= counts.reals() ? TargetType.BIGINT : TargetType.DOUBLE;
  }

  private static Optional<TypeChoice> declared(SourceColumn column, TargetType type) {
    return Optional.of(new TypeChoice(type, "declared " + column.declaredType()));
  }

  /** In a STRICT table, ANY keeps what it gets. */
  private static boolean isUntyped(SourceColumn column, boolean strict) {
    return column.declaredType().isEmpty() || (strict && word(column.declaredType()).equals("ANY"));
  }

  /** The type without its length. */
  private static String word(String declaredType) {
    String upper = declaredType.toUpperCase(Locale.ROOT);
    int end = upper.indexOf('(');
    return (end < 0 ? upper : upper.substring(0, end)).trim();
  }
}
