package dev.tributary.core.internal.snapshot;

import java.util.Objects;

/**
 * What a few {@code stat}s and small reads tell about a source, as text to keep with a checkpoint.
 *
 * <p>Git's racy rule: a file touched less than two seconds before may change again within the same
 * tick of its clock. Such a fingerprint is not settled, its text says so, and it never proves
 * anything.
 */
public record Fingerprint(String text, boolean settled) {
  private static final String RACY = "racy ";

  public Fingerprint {
    Objects.requireNonNull(text, "text");
    if (settled == text.startsWith(RACY)) {
      throw new IllegalArgumentException("settled=" + settled + " contradicts the text " + text);
    }
  }

  static Fingerprint of(SourceStamp stamp, long nowNanos) {
    boolean settled = stamp.settledAt(nowNanos);
    return new Fingerprint((settled ? "" : RACY) + stamp.text(), settled);
  }

  /** True: nobody has written since the stored fingerprint was taken. False: look. */
  public boolean provesUnchanged(String stored) {
    return settled && text.equals(stored);
  }

  /** Which version of the file it is, for as long as nobody writes; settled or not. */
  public String version() {
    return settled ? text : text.substring(RACY.length());
  }

  /** Whether the stored fingerprint is of another file than the one that is at this place now. */
  public boolean isOfAnotherFile(String stored) {
    return !fileOf(text).equals(fileOf(stored));
  }

  private static String fileOf(String text) {
    int start = text.indexOf(SourceStamp.FILE);
    int end = text.indexOf(' ', Math.max(start, 0));
    return start < 0 || end < 0 ? "" : text.substring(start, end);
  }
}
