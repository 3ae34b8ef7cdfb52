package dev.tributary.api;

/** One side of a conflict. */
public enum Side {
  SOURCE,
  TARGET
}
