package dev.tributary.benchmarks.measure;

import java.util.Locale;

/** A number that a measurement should reach; printed beside it, never enforced. */
public record Goal(String says, double limit, Side side) {

  /** On which side of the limit the goal is met. */
  public enum Side {
    AT_MOST,
    AT_LEAST
  }

  public static Goal atMost(String says, double limit) {
    return new Goal(says, limit, Side.AT_MOST);
  }

  public static Goal atLeast(String says, double limit) {
    return new Goal(says, limit, Side.AT_LEAST);
  }

  /** One line with the verdict. */
  public String judge(double measured) {
    boolean met = side == Side.AT_MOST ? measured <= limit : measured >= limit;
    return String.format(
        Locale.ROOT,
        "goal: %s %s %.2f: %.2f %s",
        says,
        side == Side.AT_MOST ? "at most" : "at least",
        limit,
        measured,
        met ? "met" : "MISSED");
  }
}
