package dev.tributary.server.doctor;

import java.util.Objects;

/**
 * What one check saw.
 *
 * @param check its name, which is stable
 * @param remedy the way out; empty when nothing is wrong
 */
public record Finding(String check, Verdict verdict, String said, String remedy) {
  public Finding {
    Objects.requireNonNull(check, "check");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(said, "said");
    Objects.requireNonNull(remedy, "remedy");
  }

  /** The worst of them decides. */
  public enum Verdict {
    OK,
    /** Good to know, and nothing to do. */
    NOTE,
    /** Works, but a person should look. */
    WARNING,
    /** Does not work like this. */
    FAILURE
  }

  static Finding ok(String check, String said) {
    return new Finding(check, Verdict.OK, said, "");
  }

  static Finding note(String check, String said) {
    return new Finding(check, Verdict.NOTE, said, "");
  }

  static Finding warning(String check, String said, String remedy) {
    return new Finding(check, Verdict.WARNING, said, remedy);
  }

  static Finding failure(String check, String said, String remedy) {
    return new Finding(check, Verdict.FAILURE, said, remedy);
  }
}
