package dev.tributary.server.control;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What docker compose wrote down at a container that it made: without it, compose would take the
 * container for one of another project.
 */
record Composed(String image, String project, Path folder, List<String> files, String service) {
  private static final String LABEL = "\n{{index .Config.Labels \"com.docker.compose.%s\"}}";
  private static final String FORMAT =
      "{{.Config.Image}}"
          + LABEL.formatted("project")
          + LABEL.formatted("project.working_dir")
          + LABEL.formatted("project.config_files")
          + LABEL.formatted("service");

  /** The words that ask docker for it. */
  static String[] inspect(String container) {
    return new String[] {"inspect", "--format", FORMAT, container};
  }

  /**
   * @return empty for a container that compose did not make
   */
  static Optional<Composed> of(List<String> said) {
    if (said.size() < 5 || said.subList(1, 5).stream().anyMatch(String::isBlank)) {
      return Optional.empty();
    }
    List<String> words = said.stream().map(String::strip).toList();
    return Optional.of(
        new Composed(
            words.get(0),
            words.get(1),
            Path.of(words.get(2)),
            List.of(words.get(3).split(",")),
            words.get(4)));
  }

  /** Settings are read from {@code .env} in the folder, as they were when it was made. */
  List<String> options() {
    List<String> options =
        new ArrayList<>(
            List.of("--project-name", project, "--project-directory", folder.toString()));
    for (String file : files) {
      options.add("--file");
      options.add(folder.resolve(file).toString());
    }
    return options;
  }
}
