package dev.tributary.core.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {
  @TempDir Path directory;
  private Path target;

  @BeforeEach
  void name() {
    target = directory.resolve("restored.db");
  }

  @Test
  void aFileAppearsOnlyWhenItIsPublished() throws IOException {
    try (NewFile file = NewFile.at(target, 0)) {
      Files.writeString(file.partial(), "content");
      assertThat(target).doesNotExist();
      file.publish();
    }
    assertThat(target).hasContent("content");
    assertThat(names()).containsExactly("restored.db");
  }

  @Test
  void aFileThatIsNotPublishedLeavesNothing() throws IOException {
    try (NewFile file = NewFile.at(target, 0)) {
      Files.writeString(file.partial(), "half");
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void aFileThatCameMeanwhileIsNotOverwritten() throws IOException {
    try (NewFile file = NewFile.at(target, 0)) {
      Files.writeString(target, "theirs");
      assertThatThrownBy(file::publish)
          .isInstanceOf(ConfigurationInvalid.class)
          .hasMessageContaining("never overwrites");
    }
    assertThat(target).hasContent("theirs");
    assertThat(names()).containsExactly("restored.db");
  }

  @Test
  void aLinkThatLeadsNowhereIsNotOverwritten() throws IOException {
    Files.createSymbolicLink(target, directory.resolve("absent"));
    assertThatThrownBy(() -> NewFile.at(target, 0))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("never overwrites");
  }

  @Test
  void aDirectoryWithoutRoomIsRefused() throws IOException {
    assertThatThrownBy(() -> NewFile.at(target, Long.MAX_VALUE))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("make room");
    assertThat(names()).isEmpty();
  }

  @Test
  void whatAKilledRestoreLeftIsNamed() throws IOException {
    Path left = Files.createFile(directory.resolve("restored.db.restoring-1"));
    try (NewFile file = NewFile.at(target, 0)) {
      assertThat(file.leftovers()).containsExactly(left);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
