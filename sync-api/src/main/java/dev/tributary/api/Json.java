package dev.tributary.api;

import java.util.Objects;

/** A JSON text. Carried as text, so that no JSON library is part of this API. */
public record Json(String text) {
  public Json {
    Objects.requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return text;
  }
}
