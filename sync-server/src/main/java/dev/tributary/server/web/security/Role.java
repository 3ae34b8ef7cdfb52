package dev.tributary.server.web.security;

import dev.tributary.api.ConfigurationInvalid;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a caller may do; each may do what those before it may. */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Triggers, pauses, decides conflicts, writes state. */
  OPERATOR,
  /** Also registers, moves, restores and removes. */
  ADMIN;

  public boolean mayDo(Role needed) {
    return compareTo(needed) >= 0;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Role of(String word) {
    return Arrays.stream(values())
        .filter(role -> role.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationInvalid(
                    "'%s' is no role: use one of %s"
                        .formatted(
                            word,
                            Arrays.stream(values())
                                .map(Role::word)
                                .collect(Collectors.joining(", ")))));
  }
}
