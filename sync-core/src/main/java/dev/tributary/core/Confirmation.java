package dev.tributary.core;

import dev.tributary.api.ConfigurationInvalid;
import java.util.Objects;

/** A word that a person typed so that nothing great happens by accident. */
public record Confirmation(String typed) {
  private static final int SHOWN = 60;

  public Confirmation {
    Objects.requireNonNull(typed, "typed");
  }

  /**
   * @param act what is confirmed, for the message
   * @throws ConfigurationInvalid unless exactly this word was typed
   */
  void require(String word, String act) {
    if (!typed.equals(word)) {
      throw new ConfigurationInvalid(
          "%s must be confirmed by typing %s; '%s' was typed, and nothing was changed"
              .formatted(act, word, typed.substring(0, Math.min(typed.length(), SHOWN))));
    }
  }
}
