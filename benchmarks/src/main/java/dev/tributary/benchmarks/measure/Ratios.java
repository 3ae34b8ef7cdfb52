package dev.tributary.benchmarks.measure;

import java.util.Arrays;
import java.util.List;

/** The middle and the ends of some numbers; ratios are taken pairwise, round by round. */
public record Ratios(double median, double least, double most) {

  public static Ratios of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Ratios(middle(sorted), sorted[0], sorted[sorted.length - 1]);
  }

  /** Each number by the one of the same round. */
  public static Ratios between(List<Double> numerators, List<Double> denominators) {
    Double[] each = new Double[numerators.size()];
    Arrays.setAll(each, i -> numerators.get(i) / denominators.get(i));
    return of(List.of(each));
  }

  private static double middle(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  @Override
  public String toString() {
    return "%.2f (%.2f-%.2f)".formatted(median, least, most);
  }
}
