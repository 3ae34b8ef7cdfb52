package dev.tributary.core.internal.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

class CopyReaderTest {
  private static final int ROWS = 50;

  /** A stream that hands out at most so many bytes at a time. */
  private static final class Drip extends ByteArrayInputStream {
    private final int most;

    Drip(byte[] bytes, int most) {
      super(bytes);
      this.most = most;
    }

    @Override
    public synchronized int read(byte[] into) {
      return read(into, 0, Math.min(most, into.length));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 11, 13, 64, 1000, 100_000})
  void rowsAreReadHoweverTheStreamIsCut(int most) throws SQLException {
    try (CopyReader reader = CopyReader.of(new Drip(stream(), most))) {
      for (int i = 0; i < ROWS; i++) {
        assertThat(reader.next()).isTrue();
        assertRow(i, reader.row());
      }
      assertThat(reader.next()).isFalse();
      assertThat(reader.next()).isFalse();
    }
  }

  @Test
  void rowLargerThanTheBufferIsRead() throws SQLException {
    byte[] large = new byte[5 << 20];
    Arrays.fill(large, (byte) 7);
    CopyBuffer out = new CopyBuffer(8);
    CopyBuffer.header(out);
    for (int i = 0; i < 3; i++) {
      out.startRow(2);
      out.bytes(large);
      out.int64(i);
    }
    CopyBuffer.trailer(out);
    try (CopyReader reader = CopyReader.of(new ByteArrayInputStream(out.toByteArray()))) {
      for (int i = 0; i < 3; i++) {
        assertThat(reader.next()).isTrue();
        assertThat(Arrays.equals(reader.row().bytes(0), large)).isTrue();
        assertThat(reader.row().int64(1)).isEqualTo(i);
      }
      assertThat(reader.next()).isFalse();
    }
  }

  @Test
  void streamThatBreaksOffIsNoEnd() {
    byte[] whole = stream();
    for (int size = 0; size < whole.length; size += 17) {
      byte[] cut = Arrays.copyOf(whole, size);
      assertThatThrownBy(() -> drain(new ByteArrayInputStream(cut)))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"));
    }
  }

  @Test
  void streamOfAnotherFormatIsRefused() {
    byte[] text = "1\tone\n2\ttwo\n3\tthree\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> drain(new ByteArrayInputStream(text)))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("binary COPY");
  }

  @Test
  void failingStreamIsAFailureOfTheConnection() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("gone");
          }
        };
    assertThatThrownBy(() -> drain(failing))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"));
  }

  @Test
  void connectionIsFreeAfterTheLastRow() throws SQLException {
    try (TestDatabase database = PostgresServer.shared().newDatabase();
        Connection connection = database.connect();
        CopyReader reader = CopyReader.of(connection, series(100_000))) {
      long sum = 0;
      while (reader.next()) {
        sum += reader.row().int64(0);
      }
      assertThat(sum).isEqualTo(5_000_050_000L);
      assertAnswers(connection);
    }
  }

  @Test
  void connectionIsFreeAfterClosingEarly() throws SQLException {
    try (TestDatabase database = PostgresServer.shared().newDatabase();
        Connection connection = database.connect()) {
      for (int rows : new int[] {2, 1000, 100_000, 100_000_000}) {
        try (CopyReader reader = CopyReader.of(connection, series(rows))) {
          assertThat(reader.next()).isTrue();
        }
        assertAnswers(connection);
      }
    }
  }

  @Test
  void closingEarlyReadsTheRestOfACopyOfSomebodyElse() throws SQLException {
    try (TestDatabase database = PostgresServer.shared().newDatabase();
        Connection connection = database.connect()) {
      CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(series(100_000));
      try (CopyReader reader = CopyReader.of(copy)) {
        assertThat(reader.next()).isTrue();
      }
      assertAnswers(connection);
    }
  }

  private static String series(int rows) {
    return "COPY (SELECT generate_series(1, %d)::bigint) TO STDOUT (FORMAT binary)".formatted(rows);
  }

  private static void assertAnswers(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      assertThat(rows.next()).isTrue();
    }
  }

  private static void drain(InputStream stream) throws SQLException {
    try (CopyReader reader = CopyReader.of(stream)) {
      while (reader.next()) {
        assertThat(reader.row().fields()).isEqualTo(6);
      }
    }
  }

  private static byte[] stream() {
    CopyBuffer out = new CopyBuffer(1);
    CopyBuffer.header(out);
    for (int i = 0; i < ROWS; i++) {
      out.startRow(6);
      out.int64(i);
      out.putNull();
      out.bytes(new byte[i]);
      out.uuid(i, -i);
      out.bool(i % 2 == 0);
      out.float8(i / 3.0);
    }
    CopyBuffer.trailer(out);
    return out.toByteArray();
  }

  private static void assertRow(int i, CopyRow row) {
    assertThat(row.fields()).isEqualTo(6);
    assertThat(row.int64(0)).isEqualTo(i);
    assertThat(row.isNull(0)).isFalse();
    assertThat(row.isNull(1)).isTrue();
    assertThat(row.bytes(2)).hasSize(i);
    assertThat(row.uuid(3)).isEqualTo(new KeyHash(i, -i));
    assertThat(row.bool(4)).isEqualTo(i % 2 == 0);
    assertThat(row.float8(5)).isEqualTo(i / 3.0);
  }
}
