package dev.tributary.core.internal.values;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PostgreSQL is the judge: nothing that it rejects may pass. */
class JsonAgainstPostgresTest {
  /** Works on every version, and judges bytes that are no text as well. */
  private static final String CREATE_JUDGE =
      """
      CREATE FUNCTION judge(candidate bytea, type regtype) RETURNS boolean LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE format('SELECT convert_from($1, ''UTF8'')::%s', type) USING candidate;
        RETURN true;
      EXCEPTION WHEN data_exception OR program_limit_exceeded OR untranslatable_character THEN
        RETURN false;
      END $$
      """;

  private static final String JUDGE_ALL =
      """
      SELECT judge(candidate, 'json'), judge(candidate, 'jsonb')
      FROM unnest(?::bytea[]) WITH ORDINALITY AS c(candidate, n) ORDER BY n
      """;

  private static final String ALPHABET = "{}[]\",:\\/ue0123456789.-+Ee truefalsn\t\n\u0000\u001f";

  private static TestDatabase database;

  @BeforeAll
  static void createJudge() throws SQLException {
    database = PostgresServer.shared().newDatabase();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(CREATE_JUDGE);
    }
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @Test
  void theCorpusIsJudgedAsPostgresDoes() throws SQLException {
    List<byte[]> candidates = new ArrayList<>(seeds());
    JsonCorpus.BAD.forEach(text -> candidates.add(text.getBytes(StandardCharsets.UTF_8)));
    candidates.add(new byte[] {'"', (byte) 0xff, '"'});
    List<Verdict> verdicts = verdicts(candidates);
    for (int i = 0; i < candidates.size(); i++) {
      assertThat(isJson(candidates.get(i)))
          .as(hex(candidates, i))
          .isEqualTo(verdicts.get(i).json());
      assertThat(!isJsonb(candidates.get(i)) || verdicts.get(i).jsonb())
          .as(hex(candidates, i))
          .isTrue();
    }
  }

  @Test
  void mutationsAreJudgedAsPostgresDoes() throws SQLException {
    long seed = Long.getLong("tributary.test.seed", System.nanoTime());
    Random random = new Random(seed);
    List<byte[]> seeds = seeds();
    List<byte[]> candidates = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      candidates.add(mutated(seeds.get(random.nextInt(seeds.size())), random));
    }
    List<Verdict> verdicts = verdicts(candidates);
    for (int i = 0; i < candidates.size(); i++) {
      String what = "seed %d: %s".formatted(seed, hex(candidates, i));
      assertThat(isJson(candidates.get(i))).as(what).isEqualTo(verdicts.get(i).json());
      assertThat(!isJsonb(candidates.get(i)) || verdicts.get(i).jsonb()).as(what).isTrue();
    }
  }

  @Test
  void theDeepestAcceptedNestingIsTaken() throws SQLException {
    int depth = JsonText.MAX_DEPTH;
    List<byte[]> candidates =
        List.of(
            ("[".repeat(depth) + "]".repeat(depth)).getBytes(StandardCharsets.US_ASCII),
            ("{\"a\":".repeat(depth) + "1" + "}".repeat(depth))
                .getBytes(StandardCharsets.US_ASCII));
    assertThat(candidates).allMatch(JsonAgainstPostgresTest::isJsonb);
    assertThat(verdicts(candidates)).containsOnly(new Verdict(true, true));
  }

  @Test
  void theLargestAcceptedJsonbIsTaken() throws SQLException {
    int members = (32 << 20) / 2 - 1;
    byte[] ones = ("[" + "1,".repeat(members) + "1]").getBytes(StandardCharsets.US_ASCII);
    assertThat(isJsonb(ones)).isFalse();
    byte[] fewer = ("[" + "1,".repeat(members - 1) + "1]").getBytes(StandardCharsets.US_ASCII);
    assertThat(isJsonb(fewer)).isTrue();
    assertThat(verdicts(List.of(fewer))).containsOnly(new Verdict(true, true));
  }

  private record Verdict(boolean json, boolean jsonb) {}

  private static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (List<String> texts : List.of(JsonCorpus.GOOD, JsonCorpus.JSONB, JsonCorpus.NOT_JSONB)) {
      texts.forEach(text -> seeds.add(text.getBytes(StandardCharsets.UTF_8)));
    }
    return seeds;
  }

  private static byte[] mutated(byte[] seed, Random random) {
    StringBuilder text = new StringBuilder(new String(seed, StandardCharsets.ISO_8859_1));
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      char octet =
          random.nextInt(8) == 0
              ? (char) random.nextInt(256)
              : ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      switch (random.nextInt(3)) {
        case 0 -> text.insert(at, octet);
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
        default -> text.replace(at, Math.min(text.length(), at + 1), String.valueOf(octet));
      }
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<Verdict> verdicts(List<byte[]> candidates) throws SQLException {
    List<Verdict> verdicts = new ArrayList<>();
    try (Connection connection = database.connect();
        PreparedStatement judge = connection.prepareStatement(JUDGE_ALL)) {
      judge.setArray(1, connection.createArrayOf("bytea", candidates.toArray(byte[][]::new)));
      try (ResultSet rows = judge.executeQuery()) {
        while (rows.next()) {
          verdicts.add(new Verdict(rows.getBoolean(1), rows.getBoolean(2)));
        }
      }
    }
    return verdicts;
  }

  private static String hex(List<byte[]> candidates, int i) {
    byte[] candidate = candidates.get(i);
    return new String(candidate, StandardCharsets.UTF_8)
        + " = "
        + HexFormat.of().formatHex(candidate);
  }

  private static boolean isJson(byte[] text) {
    return JsonText.isValid(text, 0, text.length);
  }

  private static boolean isJsonb(byte[] text) {
    return isJson(text) && JsonbText.accepts(text, 0, text.length);
  }
}
