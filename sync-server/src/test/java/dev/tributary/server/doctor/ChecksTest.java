package dev.tributary.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.doctor.Finding.Verdict;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no test machine has at hand. */
final class ChecksTest {

  @ParameterizedTest
  @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "CEPH", "fuse.s3fs"})
  void fileSystemsBetweenMachinesAreKnown(String type) {
    assertThat(FileChecks.isBetweenMachines(type)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs", "overlay", "tmpfs", "zfs", "apfs", "fuseblk"})
  void thoseOfOneMachineAreNotDoubted(String type) {
    assertThat(FileChecks.isBetweenMachines(type)).isFalse();
  }

  @Test
  void anUnsoundSqliteIsKnownByItsVersion() {
    assertThat(ProgramChecks.isSound("3.51.2")).isFalse();
    assertThat(ProgramChecks.isSound("3.9.9")).isFalse();
    assertThat(ProgramChecks.isSound("3.51.3")).isTrue();
    assertThat(ProgramChecks.isSound("3.53.0.1")).isTrue();
  }

  @Test
  void aClockThatIsWrongIsSeen() throws SQLException {
    InstantSource ahead = () -> InstantSource.system().instant().plus(Duration.ofMinutes(3));
    try (TestDatabase database = PostgresServer.shared().newDatabase();
        Connection connection = database.connect()) {
      Finding clock =
          new ServerChecks(ahead)
              .of(connection).stream().filter(f -> f.check().equals("clock")).findFirst().get();
      assertThat(clock.verdict()).isEqualTo(Verdict.WARNING);
      assertThat(clock.said()).contains("ahead of the server's");
    }
  }
}
