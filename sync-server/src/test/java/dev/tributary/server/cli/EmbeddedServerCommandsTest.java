package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedServerCommandsTest {
  @TempDir private Path directory;
  private String folder = "d";

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
  void theLineForPsqlCanBePastedWhateverTheFolderIsCalled() throws Exception {
    folder = "it's $HOME; a \"folder\"";
    CommandRun start = db("start").exits(0);
    Path tools = Files.createDirectory(directory.resolve("tools"));
    Path psql = tools.resolve("psql");
    Files.writeString(psql, "#!/bin/sh\nprintf '%s\\n' \"$PGPASSWORD\" \"$@\"\n");
    Files.setPosixFilePermissions(psql, PosixFilePermissions.fromString("rwx------"));

    List<String> pasted = new ArrayList<>();
    for (String said : List.of(start.out(), db("url").exits(0).err())) {
      String line = said.lines().filter(l -> l.contains("psql")).findFirst().orElseThrow();
      pasted.add(bash(tools, line.substring(line.indexOf("PGPASSWORD="))));
    }

    String password = Files.readString(directory.resolve(folder + "/postgres/superuser.password"));
    String url = start.out().lines().findFirst().orElseThrow().replaceFirst("^[^:]*: ", "");
    String stop = start.out().lines().filter(l -> l.contains("db stop")).findFirst().orElseThrow();
    assertThat(bash(tools, "printf '%s\\n'" + stop.substring(stop.indexOf(" tributary"))))
        .isEqualTo("tributary\ndb\nstop\n--data-dir\n" + directory.resolve(folder) + "\n");
    assertThat(pasted).containsOnly(password.strip() + "\n" + url + "\n").hasSize(2);
  }

  private static String bash(Path tools, String line) throws Exception {
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true);
    bash.environment().merge("PATH", tools.toString(), (path, first) -> first + ":" + path);
    Process process = bash.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
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
    arguments[3] = directory.resolve(folder).toString();
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
