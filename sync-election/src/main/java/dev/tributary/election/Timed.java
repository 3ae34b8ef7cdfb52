package dev.tributary.election;

/** Something of the elector's thread that acts by itself when its time comes. */
interface Timed {
  /** {@code Long.MAX_VALUE} for never. */
  long wakeAt();

  void passTime(long now);
}
