package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.cli.outcome.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://sync:geheim@db:5432/app",
        "cannot reach postgresql://sync:ge@heim@db/app now",
        "jdbc:postgresql://db/app?user=a&password=geheim&ssl=true",
        "jdbc:postgresql://db/app?sslpassword=geheim"
      })
  void passwordInAnAddressIsMasked(String text) {
    assertThat(Secrets.mask(text)).contains("***").doesNotContain("geheim").doesNotContain("heim");
  }

  @Test
  void addressWithoutPasswordStaysAsItIs() {
    String text = "postgresql://sync@db:5432/app?sslmode=require";
    assertThat(Secrets.mask(text)).isEqualTo(text);
  }
}
