package dev.tributary.benchmarks.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Cases that were measured in turn, round by round, and their ratios to the first one. */
public final class Comparison {
  private static final String HEAD =
      "%-34s %2s %8s %19s %8s %7s %7s %7s %7s %6s %7s %6s%n"
          .formatted(
              "case",
              "n",
              "seconds",
              "ratio (min-max)",
              "krows/s",
              "MB/s",
              "cli cpu",
              "srv cpu",
              "cpu rat",
              "RSS MB",
              "WAL MB",
              "other");

  private final long rows;
  private final double megabytes;
  private final Map<String, List<Usage>> cases = new LinkedHashMap<>();

  /**
   * @param rows that each case moves
   * @param megabytes their size as text
   */
  public Comparison(long rows, double megabytes) {
    this.rows = rows;
    this.megabytes = megabytes;
  }

  public void add(String name, Usage usage) {
    cases.computeIfAbsent(name, n -> new ArrayList<>()).add(usage);
  }

  /** Wall time of a case by the wall time of another one in the same round. */
  public Ratios ratio(String name, String to) {
    return Ratios.between(all(name, Usage::wall), all(to, Usage::wall));
  }

  public String table() {
    StringBuilder text = new StringBuilder(HEAD);
    String first = cases.keySet().iterator().next();
    for (String name : cases.keySet()) {
      text.append(line(name, first));
    }
    return text.toString();
  }

  private String line(String name, String first) {
    double wall = middle(name, Usage::wall);
    return String.format(
        Locale.ROOT,
        "%-34s %2d %8.2f %19s %8.1f %7.1f %7.2f %7.2f %7.2f %6.0f %7.0f %6.2f%n",
        name,
        cases.get(name).size(),
        wall,
        ratio(name, first),
        rows / wall / 1e3,
        megabytes / wall,
        middle(name, Usage::clientCpu),
        middle(name, Usage::serverCpu),
        Ratios.between(all(name, Usage::cpu), all(first, Usage::cpu)).median(),
        middle(name, Usage::peakMegabytes),
        middle(name, Usage::walMegabytes),
        middle(name, Usage::otherCores));
  }

  private double middle(String name, ToDoubleFunction<Usage> of) {
    return Ratios.of(all(name, of)).median();
  }

  private List<Double> all(String name, ToDoubleFunction<Usage> of) {
    return cases.get(name).stream().mapToDouble(of).boxed().toList();
  }
}
