package dev.tributary.election;

/** The one question to the database that is on its way. */
enum Asking {
  NOTHING,
  OBSERVE,
  TAKE_OVER,
  RENEW,
  RELEASE
}
