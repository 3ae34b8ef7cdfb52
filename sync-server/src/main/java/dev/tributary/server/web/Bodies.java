package dev.tributary.server.web;

import org.jspecify.annotations.Nullable;

/** What a request carries. */
final class Bodies {
  private static final byte[] NONE = {};

  private Bodies() {}

  /** Spring's word for no body is null. */
  static byte[] of(byte @Nullable [] body) {
    return body == null ? NONE : body;
  }
}
