package dev.tributary.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the engine keeps private copies and its local index. */
final class DataFolder {
  private DataFolder() {}

  static Path of(TributaryProperties properties) {
    String chosen = properties.dataDirectory();
    Path folder =
        chosen.isEmpty() ? usual() : PropertyChecks.path("tributary.data-directory", chosen);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw CannotStart.property(
          "tributary.data-directory",
          folder,
          "cannot be made: " + e,
          "Set tributary.data-directory to a folder that this process may write.");
    }
  }

  private static Path usual() {
    Path share =
        Optional.ofNullable(System.getenv("XDG_DATA_HOME"))
            .filter(value -> !value.isEmpty())
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "share"));
    return share.resolve("tributary").resolve("engine");
  }
}
