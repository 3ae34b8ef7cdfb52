package dev.tributary.core.internal.values;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** The binary form of numeric, both ways, against PostgreSQL's own text. */
class NumericAgainstPostgresTest {

  @Test
  void numbersArriveAsWrittenAndComeBackWithTheSameBytes() throws SQLException {
    List<BigDecimal> numbers = numbers();
    CopyBuffer out = new CopyBuffer();
    CopyBuffer.header(out);
    for (int i = 0; i < numbers.size(); i++) {
      out.startRow(2);
      out.int64(i);
      NumericField.put(numbers.get(i), out);
    }
    CopyBuffer.trailer(out);
    try (TestDatabase database = PostgresServer.shared().newDatabase();
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE n (i bigint, v numeric)");
      CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
      CopyIn in = copies.copyIn("COPY n FROM STDIN (FORMAT binary)");
      in.writeToCopy(out.array(), 0, out.length());
      in.endCopy();
      assertText(numbers, statement);
      assertBinary(numbers, connection);
    }
  }

  private static void assertText(List<BigDecimal> numbers, Statement statement)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT v::text FROM n ORDER BY i")) {
      for (BigDecimal number : numbers) {
        rows.next();
        BigDecimal shown = number.scale() < 0 ? number.setScale(0) : number;
        assertThat(rows.getString(1)).isEqualTo(shown.toPlainString());
      }
    }
  }

  private static void assertBinary(List<BigDecimal> numbers, Connection connection)
      throws SQLException {
    String sql = "COPY (SELECT v FROM n ORDER BY i) TO STDOUT (FORMAT binary)";
    try (CopyReader reader = CopyReader.of(connection, sql)) {
      for (BigDecimal number : numbers) {
        assertThat(reader.next()).isTrue();
        assertThat(NumericField.value(reader.row(), 0)).isEqualByComparingTo(number);
        CopyBuffer expected = new CopyBuffer();
        NumericField.put(number, expected);
        CopyBuffer found = new CopyBuffer();
        found.bytes(reader.row().bytes(0));
        assertThat(found.toByteArray()).as("%s", number).isEqualTo(expected.toByteArray());
        assertShortForm(number, expected);
      }
    }
  }

  /** The form for a long gives the same bytes as the general one. */
  private static void assertShortForm(BigDecimal number, CopyBuffer expected) {
    boolean small =
        number.scale() == 0
            ? number.unscaledValue().bitLength() < 64
            : number.scale() > 0 && number.scale() < 16 && number.unscaledValue().bitLength() < 53;
    if (small && number.unscaledValue().longValue() != Long.MIN_VALUE) {
      CopyBuffer out = new CopyBuffer(1);
      NumericField.put(number.unscaledValue().longValue(), number.scale(), out);
      assertThat(out.toByteArray()).as("%s", number).isEqualTo(expected.toByteArray());
    }
  }

  private static List<BigDecimal> numbers() {
    List<BigDecimal> numbers = new ArrayList<>();
    for (String text :
        List.of(
            "0",
            "0.00",
            "1",
            "-1",
            "9999",
            "10000",
            "100000000",
            "0.0001",
            "0.00001",
            "1e300",
            "123456789012345678901234567890.123456789",
            "1e-300",
            "-9223372036854775808",
            "9223372036854775807",
            "1.10",
            "9007199254740991",
            "0.9007199254740991")) {
      numbers.add(new BigDecimal(text));
    }
    Random random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      long unscaled = random.nextLong() >> random.nextInt(64);
      numbers.add(BigDecimal.valueOf(unscaled, random.nextInt(30) - 5));
      numbers.add(
          new BigDecimal(
              Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20))));
    }
    return numbers;
  }
}
