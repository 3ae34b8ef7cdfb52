package dev.tributary.server.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that stays small. */
final class RollingLogTest {
  private static final int LARGE = 1_000;
  private static final String LINE = "x".repeat(99); // and the end of the line

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("node.log");
  }

  private PrintStream open() throws IOException {
    return new PrintStream(new RollingLog(file, LARGE), true, StandardCharsets.UTF_8);
  }

  @Test
  void howeverMuchIsWrittenFiveFilesOfThatSizeAreAll() throws IOException {
    try (PrintStream log = open()) {
      for (int i = 0; i < 1_000; i++) {
        log.println(LINE);
      }
      log.println("the last");
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1 + RollingLog.KEPT);
      for (Path one : all) {
        assertThat(Files.size(one)).isLessThanOrEqualTo(LARGE + LINE.length() + 1);
        assertThat(Files.readString(one)).as("whole lines").matches("(?s)(x{99}\n)*(the last\n)?");
      }
    }
    assertThat(Files.readString(file)).endsWith("the last\n");
  }

  @Test
  void theFileStaysTheSameOneForWhoHasItOpenToo() throws IOException {
    try (var other =
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        PrintStream log = open()) {
      for (int i = 0; i < 11; i++) {
        log.println(LINE);
      }
      assertThat(directory.resolve("node.log.1")).exists();
      other.write(
          "Terminating due to java.lang.OutOfMemoryError\n".getBytes(StandardCharsets.US_ASCII));
      log.println("later");
    }
    assertThat(Files.readAllLines(file))
        .endsWith("Terminating due to java.lang.OutOfMemoryError", "later");
  }

  @Test
  void aLogThatWasLargeBeforeIsSetAsideFirst() throws IOException {
    Files.writeString(file, (LINE + "\n").repeat(50));
    try (PrintStream log = open()) {
      log.println("new");
    }
    assertThat(Files.readString(file)).isEqualTo("new\n");
    assertThat(Files.size(directory.resolve("node.log.1"))).isEqualTo(50L * (LINE.length() + 1));
  }

  /** {@code /dev/full} is a disk without room. */
  @Test
  void whatADiskDidNotTakeIsCountedInTheLogOnceItTakesLinesAgain() throws IOException {
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    RollingLog rolling = new RollingLog(file, LARGE);
    try (PrintStream log = new PrintStream(rolling, true, StandardCharsets.UTF_8)) {
      assertThat(rolling.trouble()).isEmpty();
      log.println("lost");
      log.println("lost too");
      assertThat(rolling.trouble()).contains("No space left on device");
      Files.delete(file);
      assertThat(rolling.trouble()).isEmpty();
      log.println("kept");
    }
    assertThat(Files.readAllLines(file))
        .containsExactly("2 lines of this log were lost: No space left on device", "kept");
  }

  @Test
  void nothingIsLostWhereItCannotRoll() throws IOException {
    Files.createDirectories(directory.resolve("node.log.4/in-the-way"));
    Files.writeString(directory.resolve("node.log.3"), "old\n");
    try (PrintStream log = open()) {
      for (int i = 0; i < 25; i++) {
        log.println(LINE);
      }
      assertThat(log.checkError()).isFalse();
    }
    assertThat(Files.readAllLines(file)).hasSize(25);
  }
}
