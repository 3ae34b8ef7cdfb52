package dev.tributary.server.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How many lines, rows, changes or seconds a person means. */
public final class AtLeastOne implements ITypeConverter<Integer> {
  private static final int MOST = 999_999_999;

  @Override
  public Integer convert(String value) {
    return upTo(MOST, value);
  }

  private static int upTo(int most, String value) {
    if (value.matches("\\d{1,9}")) {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= most) {
        return number;
      }
    }
    throw new TypeConversionException(
        "'%s' is not allowed: a whole number from 1 to %d".formatted(value, most));
  }

  /** How many days; a century is more than any history. */
  public static final class Days implements ITypeConverter<Integer> {
    private static final int CENTURY = 36_500;

    @Override
    public Integer convert(String value) {
      return upTo(CENTURY, value);
    }
  }
}
