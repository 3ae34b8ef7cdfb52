package dev.tributary.core.internal.verify;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A directory for the files of one comparison.
 *
 * <p>Emptied before and removed after it, so that a killed process leaves no more than one behind
 * for each client.
 */
record Scratch(Path directory) implements AutoCloseable {

  static Scratch in(Path parent, UUID client) {
    Scratch scratch = new Scratch(parent.resolve("verify").resolve(client.toString()));
    scratch.close();
    try {
      OwnerOnly.folder(parent.resolve("verify"));
      Files.createDirectories(scratch.directory());
    } catch (IOException e) {
      throw scratch.unusable(e);
    }
    return scratch;
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  @Override
  public void close() {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> innerFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : innerFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private ConfigurationInvalid unusable(IOException cause) {
    return new ConfigurationInvalid(
        "cannot use %s of this node: %s; check free space and rights".formatted(directory, cause),
        cause);
  }
}
