package dev.tributary.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails says why, and changes nothing. */
final class FailedStartTest {
  private static PostgresBinaries binaries;

  @TempDir Path temporary;

  @BeforeAll
  static void unpack() throws IOException {
    binaries = PostgresBinaries.bundled();
  }

  @Test
  void refusesADirectoryThatIsInUse() throws Exception {
    try (BundledPostgres server = started(temporary)) {
      assertThatThrownBy(() -> started(temporary))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(temporary.toString())
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
      assertThat(Queries.answer(server.access(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void refusesADataDirectoryOfAnotherVersion() throws Exception {
    started(temporary).close();
    Files.writeString(temporary.resolve("data/PG_VERSION"), "14\n");
    assertThatThrownBy(() -> started(temporary))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("written by PostgreSQL 14")
        .hasMessageContaining(binaries.version());
  }

  @Test
  void namesTheWishedPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PostgresSettings wish = PostgresSettings.fast().withPort(taken.getLocalPort());
      assertThatThrownBy(() -> BundledPostgres.start(binaries, temporary, wish))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Port " + taken.getLocalPort() + " of 127.0.0.1 is taken");
    }
    started(temporary).close();
  }

  @Test
  void showsTheLogOfAFailedStart() {
    PostgresSettings wrong = PostgresSettings.fast().withParameter("work_mem", "much");
    assertThatThrownBy(() -> BundledPostgres.start(binaries, temporary, wrong))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("invalid value for parameter \"work_mem\"");
  }

  @Test
  void refusesAnInstallationThatIsNone() {
    assertThatThrownBy(() -> PostgresBinaries.installedIn(temporary))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(temporary.resolve("postgres").toString());
  }

  @Test
  void refusesSettingsThatWouldOpenTheServer() {
    PostgresSettings settings = PostgresSettings.fast();
    assertThatThrownBy(() -> settings.withParameter("listen_addresses", "*"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("listen_addresses");
  }

  private BundledPostgres started(Path directory) throws IOException {
    return BundledPostgres.start(binaries, directory, PostgresSettings.fast());
  }
}
