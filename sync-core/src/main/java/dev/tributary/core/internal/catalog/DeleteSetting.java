package dev.tributary.core.internal.catalog;

import dev.tributary.api.ConfigurationInvalid;
import java.util.Arrays;
import java.util.Locale;

/** What happens in the mirror to a row that left the source. */
public enum DeleteSetting {
  /** It goes to the archive of the client. */
  ARCHIVE,
  /** It stays, but is no row of the source any more: neither compared nor restored. */
  KEEP;

  static DeleteSetting of(String client, String word) {
    return Arrays.stream(values())
        .filter(setting -> setting.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationInvalid(
                    "client %s: deletes '%s' in its config is not known; one of archive, keep"
                        .formatted(client, word)));
  }
}
