package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedServerCommandsTest {
  @TempDir private Path directory;

  @AfterEach
  void stop() {
    db("stop");
  }

  @Test
  void startedServerOutlivesItsCommandAndAnswersAtItsUrl() throws Exception {
    CommandRun start = db("start", "--json").exits(0);
    String url = start.json().get("url").asText();
    Path passwordFile = Path.of(start.json().get("password_file").asText());

    assertThat(db("url").exits(0).out()).isEqualTo(url + "\n");
    assertThat(answersAt(url, Files.readString(passwordFile).strip())).isTrue();
    assertThat(db("start", "--json").exits(0).json()).isEqualTo(start.json());

    assertThat(db("stop", "--json").exits(0).json().get("stopped").asBoolean()).isTrue();
    db("url").failsWith("tributary db start");
  }

  @Test
  void passwordIsInNoOutput() throws Exception {
    CommandRun start = db("start").exits(0);
    CommandRun url = db("url").exits(0);
    String password = Files.readString(directory.resolve("d/postgres/superuser.password")).strip();

    assertThat(start.out() + start.err() + url.out() + url.err()).doesNotContain(password);
  }

  @Test
  void stoppingWhatDoesNotRunIsDone() {
    assertThat(db("stop", "--json").exits(0).json().get("stopped").asBoolean()).isFalse();
  }

  private CommandRun db(String command, String... more) {
    String[] arguments = new String[4 + more.length];
    arguments[0] = "db";
    arguments[1] = command;
    arguments[2] = "--data-dir";
    arguments[3] = directory.resolve("d").toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return CommandRun.of(arguments);
  }

  private static boolean answersAt(String url, String password) throws SQLException {
    String jdbc = "jdbc:" + url.replace("postgres@", "");
    try (Connection connection = DriverManager.getConnection(jdbc, "postgres", password)) {
      return connection.isValid(5);
    }
  }
}
