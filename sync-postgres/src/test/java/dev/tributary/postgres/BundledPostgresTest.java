package dev.tributary.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundledPostgresTest {
  private static PostgresBinaries binaries;

  @TempDir Path temporary;

  @BeforeAll
  static void unpack() throws IOException {
    binaries = PostgresBinaries.bundled();
  }

  @Test
  void startsAnswersAndStops() throws Exception {
    PostgresAccess access;
    try (BundledPostgres server = started(temporary)) {
      access = server.access();
      assertThat(Queries.answer(access, "SHOW server_version")).isEqualTo(binaries.version());
      assertThat(Queries.answer(access, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(Queries.answer(access, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
    }
    assertThatThrownBy(() -> Queries.connect(access)).isInstanceOf(SQLException.class);
  }

  @Test
  void comesBackOnTheSamePortAfterACrash() throws Exception {
    try (BundledPostgres server = started(temporary)) {
      PostgresAccess access = server.access();
      Queries.run(access, "CREATE TABLE kept AS SELECT 1 AS n");
      try (Connection busy = Queries.connect(access)) {
        server.crash();
        assertThat(busy.isValid(5)).isFalse();
      }
      assertThatThrownBy(() -> Queries.connect(access)).isInstanceOf(SQLException.class);
      server.restart();
      assertThat(server.access()).isEqualTo(access);
      assertThat(Queries.answer(access, "SELECT n FROM kept")).isEqualTo("1");
    }
  }

  @Test
  void aFrozenServerIsSilentUntilTheThawAndCanBeStopped() throws Exception {
    try (BundledPostgres server = started(temporary)) {
      try (Connection connection = Queries.connect(server.access())) {
        server.freeze();
        assertThat(connection.isValid(1)).isFalse();
      }
      server.thaw();
      assertThat(Queries.answer(server.access(), "SELECT 1")).isEqualTo("1");
      server.freeze();
    }
  }

  @Test
  void stopAndCloseMayBeCalledTwice() throws Exception {
    BundledPostgres server = started(temporary);
    server.stop();
    server.stop();
    server.close();
    server.close();
    assertThatThrownBy(server::restart).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void worksInADirectoryWithSpacesAndQuotes() throws Exception {
    Path odd = temporary.resolve("my data's \"home\" $x");
    try (BundledPostgres server = started(odd)) {
      assertThat(Queries.answer(server.access(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void refusesTheSuperuserWithoutHisPassword() throws Exception {
    try (BundledPostgres server = durable(temporary)) {
      PostgresAccess access = server.access();
      assertThatThrownBy(() -> Queries.connect(withPassword(access, "")))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> Queries.connect(withPassword(access, "guessed")))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
      assertThat(Queries.answer(access, "SHOW fsync")).isEqualTo("on");
      assertThat(Queries.answer(access, "SHOW unix_socket_directories")).isEmpty();
    }
  }

  @Test
  void keepsThePasswordFromOtherUsers() throws Exception {
    Path directory = temporary.resolve("cluster");
    try (BundledPostgres server = started(directory)) {
      Path file = directory.resolve("superuser.password");
      assertThat(rights(file)).isEqualTo("rw-------");
      assertThat(rights(directory)).isEqualTo("rwx------");
      assertThat(server.access().toString()).doesNotContain(server.access().password());
    }
  }

  @Test
  void keepsItsDataAndItsPortOverAStop() throws Exception {
    PostgresAccess first;
    try (BundledPostgres server = durable(temporary)) {
      first = server.access();
      Queries.run(first, "CREATE TABLE kept AS SELECT 1 AS n");
    }
    try (BundledPostgres server = durable(temporary)) {
      assertThat(server.access()).isEqualTo(first);
      assertThat(Queries.answer(first, "SELECT n FROM kept")).isEqualTo("1");
    }
  }

  @Test
  void startsOverAStaleFileWhoseProcessNumberBelongsToAnother() throws Exception {
    started(temporary).close();
    long another = ProcessHandle.current().pid();
    Path data = temporary.resolve("data");
    String stale = another + "\n" + data + "\n1\n5432\n\n127.0.0.1\n\nready\n";
    Files.writeString(data.resolve("postmaster.pid"), stale);
    try (BundledPostgres server = started(temporary)) {
      assertThat(Queries.answer(server.access(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void completesACreationThatWasInterrupted() throws Exception {
    Files.createDirectories(temporary.resolve("data.new/base"));
    Files.writeString(temporary.resolve("superuser.password"), "old\n");
    try (BundledPostgres server = started(temporary)) {
      assertThat(server.access().password()).isNotEqualTo("old");
      assertThat(Queries.answer(server.access(), "SELECT 1")).isEqualTo("1");
    }
  }

  private static BundledPostgres started(Path directory) throws IOException {
    return BundledPostgres.start(binaries, directory, PostgresSettings.fast());
  }

  private static BundledPostgres durable(Path directory) throws IOException {
    return BundledPostgres.start(binaries, directory, PostgresSettings.durable());
  }

  private static PostgresAccess withPassword(PostgresAccess access, String password) {
    return new PostgresAccess(access.port(), access.user(), password);
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
