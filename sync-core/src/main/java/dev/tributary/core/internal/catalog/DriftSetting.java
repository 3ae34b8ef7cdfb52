package dev.tributary.core.internal.catalog;

import dev.tributary.api.ConfigurationInvalid;
import java.util.Arrays;
import java.util.Locale;

/** What happens to rows that others changed while the app did nothing to them. */
public enum DriftSetting {
  /** They stay, and every run says how many there are. */
  REPORT,
  /** They become what the app has; the log keeps what others wrote. */
  REPAIR,
  /** They stay. */
  IGNORE;

  static DriftSetting of(String client, String word) {
    return Arrays.stream(values())
        .filter(setting -> setting.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationInvalid(
                    "client %s: drift '%s' in its config is not known; one of report, repair, ignore"
                        .formatted(client, word)));
  }
}
