package dev.tributary.server.cli.option;

import dev.tributary.core.internal.jdbc.DatabaseUrl;
import java.util.Optional;

/** Says that a password on the command line is no secret. */
public final class PasswordWarning {
  private PasswordWarning() {}

  /** Says so where the address on the command line holds a password. */
  public static void ifGiven(Optional<DatabaseUrl> database, OutputOptions output) {
    if (database.filter(url -> url.properties().containsKey("password")).isPresent()) {
      output.say(
          "warning: the password in --target is visible to everyone who lists the processes of"
              + " this machine; DATABASE_URL, DATABASE_PASSWORD_FILE and ~/.pgpass hide it");
    }
  }
}
