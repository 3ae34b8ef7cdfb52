package dev.tributary.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ConfigurationInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchedFileTest {
  @TempDir Path folder;
  private Path file;
  private WatchedFile<Integer> watched;

  @BeforeEach
  void watch() throws IOException {
    file = Files.writeString(folder.resolve("number"), "1");
    watched = new WatchedFile<>(NodeOption.TOKENS_FILE, file, WatchedFileTest::number, now -> {});
  }

  private static Integer number(String text) {
    if (text.isEmpty()) {
      throw new ConfigurationInvalid("it is empty");
    }
    return Integer.valueOf(text);
  }

  @Test
  void oneThatTurnsBadIsToldAndLeavesWhatItSaidInForce() throws IOException {
    Files.writeString(file, "");
    watched.look();
    assertThat(watched.problem()).hasValueSatisfying(p -> assertThat(p).contains("it is empty"));
    assertThat(watched.current()).isEqualTo(1);
    Files.writeString(file, "2");
    watched.look();
    assertThat(watched.problem()).isEmpty();
    assertThat(watched.current()).isEqualTo(2);
  }

  @Test
  void whateverAReadingFailsWithTheNextLookGoesOn() throws IOException {
    Files.writeString(file, "one"); // a failure that nobody thought of
    watched.look();
    assertThat(watched.problem()).hasValueSatisfying(p -> assertThat(p).contains("TOKENS_FILE"));
    Files.writeString(file, "3");
    watched.look();
    assertThat(watched.current()).isEqualTo(3);
    assertThat(watched.problem()).isEmpty();
  }

  @Test
  void aBadOneThatWasAwayIsStillBad() throws IOException {
    Files.writeString(file, "");
    watched.look();
    Files.delete(file);
    watched.look();
    assertThat(watched.problem())
        .hasValueSatisfying(
            p -> assertThat(p).endsWith("number cannot be read: there is no such file"));
    Files.writeString(file, "");
    watched.look();
    assertThat(watched.problem()).hasValueSatisfying(p -> assertThat(p).contains("it is empty"));
    Files.delete(file);
    watched.look();
    Files.writeString(file, "1");
    watched.look();
    assertThat(watched.problem()).isEmpty();
  }
}
