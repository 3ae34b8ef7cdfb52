package dev.tributary.conflict;

import dev.tributary.api.Cell;
import java.math.BigDecimal;
import java.util.Optional;

/** Numbers of cells, exactly. */
final class Numbers {
  private Numbers() {}

  static Optional<BigDecimal> of(Cell cell) {
    if (cell instanceof Cell.Int integer) {
      return Optional.of(BigDecimal.valueOf(integer.value()));
    }
    return cell instanceof Cell.Real real && Double.isFinite(real.value())
        ? Optional.of(new BigDecimal(real.value()))
        : Optional.empty();
  }

  /** As an integer where all were; empty: the sum does not fit. */
  static Optional<Cell> cell(BigDecimal value, boolean integers) {
    if (!integers) {
      double real = value.doubleValue();
      return Double.isFinite(real) ? Optional.of(new Cell.Real(real)) : Optional.empty();
    }
    try {
      return Optional.of(new Cell.Int(value.longValueExact()));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }
}
