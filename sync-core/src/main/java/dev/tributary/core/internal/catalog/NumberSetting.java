package dev.tributary.core.internal.catalog;

import dev.tributary.api.ConfigurationInvalid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/** A whole number in a client's {@code config}. */
enum NumberSetting {
  MASS_DELETE_PERCENT("mass_delete_percent", 100),
  MASS_DELETE_ROWS("mass_delete_rows", 999_999_999_999L),
  CHECK_HOURS("check_hours", 999_999);

  private final String key;
  private final long most;

  NumberSetting(String key, long most) {
    this.key = key;
    this.most = most;
  }

  /** From the column that has the key's name. Empty: the config does not say it. */
  OptionalLong in(ResultSet row) throws SQLException {
    String text = row.getString(key);
    if (text == null) {
      return OptionalLong.empty();
    }
    if (text.matches("[0-9]{1,18}") && Long.parseLong(text) <= most) {
      return OptionalLong.of(Long.parseLong(text));
    }
    throw new ConfigurationInvalid(
        "client %s: %s '%s' in its config is no whole number from 0 to %d"
            .formatted(row.getString("client_name"), key, text, most));
  }
}
