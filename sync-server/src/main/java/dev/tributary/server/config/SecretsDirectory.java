package dev.tributary.server.config;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.report.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder with one file for each option, as container engines mount secrets. */
final class SecretsDirectory {
  private SecretsDirectory() {}

  /**
   * Hidden files and folders are passed over.
   *
   * @throws ConfigurationInvalid for a file that is named like no option
   */
  static Map<NodeOption, Told> read(Path directory) {
    Map<NodeOption, Told> values = new EnumMap<>(NodeOption.class);
    for (Path file : files(directory)) {
      String name = file.getFileName().toString();
      NodeOption option =
          NodeOption.named(name)
              .orElseThrow(
                  () ->
                      new ConfigurationInvalid(
                          "%s is named like no option; tributary serve --print-config lists them"
                              .formatted(file)));
      values.put(option, new Told(option, text(file), file.toString()));
    }
    return values;
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ConfigurationInvalid(
          "SECRETS_DIRECTORY %s cannot be read: %s".formatted(directory, FileTrouble.of(e)), e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new ConfigurationInvalid(
          "file %s cannot be read: %s".formatted(file, FileTrouble.of(e)), e);
    }
  }
}
