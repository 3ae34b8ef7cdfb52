package dev.tributary.core.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SourceUnavailable;
import dev.tributary.api.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each bad file has its own clear line, and stays as it is. */
final class BadSourceFileTest {
  @TempDir Path folder;
  @TempDir Path work;
  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve("app.db");
  }

  @Test
  void missingFileIsNotCreated() {
    assertRefused(SourceUnavailable.class, "does not exist");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void danglingLinkIsAMissingFile() throws IOException {
    Files.createSymbolicLink(file, folder.resolve("gone.db"));
    assertRefused(SourceUnavailable.class, "does not exist");
  }

  @Test
  void directoryIsNamed() throws IOException {
    Files.createDirectory(file);
    assertRefused(ConfigurationInvalid.class, "is a directory");
  }

  @Test
  void deviceIsNotRead() {
    assertThatThrownBy(() -> SourceFile.open(Path.of("/dev/zero"), SnapshotSettings.in(work)))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("pipe, socket or device");
  }

  @Test
  void emptyFileIsNotTakenForAnEmptyDatabase() throws IOException {
    Files.createFile(file);
    assertRefused(SourceUnavailable.class, "is empty (0 bytes)");
  }

  @Test
  void shortFileIsNamed() throws IOException {
    Files.writeString(file, "SQLite format 3\0");
    assertRefused(ConfigurationInvalid.class, "too short for a SQLite file: 16 bytes");
  }

  @Test
  void fileWithoutSqlitesHeaderIsEncryptedOrSomethingElse() throws IOException {
    byte[] random = new byte[8192];
    new Random(1).nextBytes(random);
    Files.write(file, random);
    assertRefused(ConfigurationInvalid.class, "is encrypted (SQLCipher) or no SQLite file");
  }

  @Test
  void oddPageSizeIsNamed() throws IOException {
    patch(16, (byte) 3, (byte) 0xe8);
    assertRefused(ConfigurationInvalid.class, "pages of 1000 bytes");
  }

  @Test
  void newerFormatIsNamed() throws IOException {
    patch(18, (byte) 3, (byte) 3);
    assertRefused(ConfigurationInvalid.class, "newer SQLite format (write version 3");
  }

  @Test
  void truncatedFileIsCountedOut() throws IOException {
    byte[] whole = sound();
    Files.write(file, Arrays.copyOf(whole, whole.length - 4096));
    assertRefused(ConfigurationInvalid.class, "is truncated: it has " + (whole.length - 4096));
  }

  @Test
  void truncatedWalModeFileIsCountedOut() throws IOException {
    byte[] whole = sound();
    whole[18] = 2;
    whole[19] = 2;
    Files.write(file, Arrays.copyOf(whole, whole.length - 4096));
    assertRefused(ConfigurationInvalid.class, "is truncated: it has " + (whole.length - 4096));
  }

  @Test
  void damagedSchemaIsNamed() throws IOException {
    byte[] bytes = sound();
    Arrays.fill(bytes, Header.LENGTH, 4096, (byte) 0x5a);
    Files.write(file, bytes);
    assertRefused(ConfigurationInvalid.class, "is damaged");
  }

  @Test
  void damagedPageIsFoundByTheCheckOfTheCopy() throws IOException {
    byte[] bytes = sound();
    Arrays.fill(bytes, bytes.length - 4096, bytes.length, (byte) 0x5a);
    Files.write(file, bytes);
    assertThat(refusal(SnapshotSettings.in(work).withCopyCheck(CopyCheck.QUICK_CHECK)))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void folderOfTheSourceIsNoWorkDirectory() throws IOException {
    sound();
    assertThat(refusal(SnapshotSettings.in(folder)))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("choose another one");
    assertThat(folder).isDirectoryNotContaining("glob:**copies");
  }

  private byte[] sound() throws IOException {
    Sources.make(file);
    return Files.readAllBytes(file);
  }

  private void patch(int offset, byte... bytes) throws IOException {
    byte[] whole = sound();
    System.arraycopy(bytes, 0, whole, offset, bytes.length);
    Files.write(file, whole);
  }

  private void assertRefused(Class<? extends SyncException> type, String words) {
    Map<String, String> before = Sources.everythingIn(folder);
    assertThat(refusal(SnapshotSettings.in(work)))
        .isInstanceOf(type)
        .hasMessageContaining(words)
        .hasMessageContaining(file.toString());
    assertThat(Sources.everythingIn(folder)).isEqualTo(before);
  }

  private Throwable refusal(SnapshotSettings settings) {
    try (SourceFile source = SourceFile.open(file, settings);
        Snapshot snapshot = source.snapshot()) {
      throw new AssertionError("accepted as " + snapshot.method());
    } catch (SyncException e) {
      return e;
    }
  }
}
