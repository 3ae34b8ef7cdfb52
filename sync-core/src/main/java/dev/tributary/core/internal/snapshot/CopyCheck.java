package dev.tributary.core.internal.snapshot;

/** What is checked in a fresh copy before anybody reads it. */
public enum CopyCheck {
  NONE,
  /** {@code PRAGMA quick_check}: reads the whole copy once more. */
  QUICK_CHECK
}
