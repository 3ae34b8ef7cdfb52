package dev.tributary.server.cli.database;

import dev.tributary.postgres.PostgresAccess;
import dev.tributary.server.cli.option.LocalOption;
import dev.tributary.server.database.EmbeddedServer;
import dev.tributary.server.report.Answer;
import dev.tributary.server.report.ShellWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is said about the embedded server: its address without the password. */
final class ServerAnswer {
  private ServerAnswer() {}

  /**
   * @param local what a command has to say to mean the same server
   */
  static Answer running(EmbeddedServer server, PostgresAccess access, LocalOption local) {
    return new Answer(
        List.of(
            "PostgreSQL runs: " + url(access),
            hint(server, access),
            "stop it with: tributary db stop" + local.again()),
        document(server, access));
  }

  static Answer address(EmbeddedServer server, PostgresAccess access) {
    return new Answer(List.of(url(access)), document(server, access));
  }

  static String hint(EmbeddedServer server, PostgresAccess access) {
    return "look into it with: PGPASSWORD=\"$(cat %s)\" psql %s"
        .formatted(ShellWords.of(server.passwordFile().toString()), url(access));
  }

  private static Map<String, Object> document(EmbeddedServer server, PostgresAccess access) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("url", url(access));
    document.put("password_file", server.passwordFile().toString());
    return document;
  }

  private static String url(PostgresAccess access) {
    return "postgresql://%s@127.0.0.1:%d/postgres".formatted(access.user(), access.port());
  }
}
