package dev.tributary.server.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How many lines or rows a person wants to see. */
final class AtLeastOne implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String value) {
    if (value.matches("\\d{1,9}") && Integer.parseInt(value) > 0) {
      return Integer.valueOf(value);
    }
    throw new TypeConversionException(
        "'%s' is not allowed: a whole number, at least 1".formatted(value));
  }
}
