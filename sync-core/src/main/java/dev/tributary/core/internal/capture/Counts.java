package dev.tributary.core.internal.capture;

/**
 * What a diff found.
 *
 * @param read rows of the file
 * @param upserts rows told as new or changed
 */
public record Counts(long read, long upserts, long gone) {
  public long unchanged() {
    return read - upserts;
  }
}
