package dev.tributary.server.config;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.database.Surroundings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node was told, each option by the strongest that spoke of it: the command line, then the
 * environment, then the secrets directory, then the file.
 */
public final class NodeConfiguration {
  private final Map<NodeOption, Told> values;
  private final Surroundings around;

  private NodeConfiguration(Map<NodeOption, Told> values, Surroundings around) {
    this.values = values;
    this.around = around;
  }

  /**
   * @param commandLine by option
   * @throws ConfigurationInvalid when a file holds something that is not known
   */
  public static NodeConfiguration of(
      Map<NodeOption, String> commandLine,
      Surroundings around,
      Optional<Path> file,
      Optional<Path> secrets) {
    Map<NodeOption, Told> values = new EnumMap<>(NodeOption.class);
    file.map(OptionFile::read).ifPresent(values::putAll);
    Map<NodeOption, Told> environment = environment(around);
    secrets
        .or(() -> secretsDirectory(values, environment))
        .map(SecretsDirectory::read)
        .ifPresent(values::putAll);
    values.putAll(environment);
    commandLine.forEach(
        (option, value) -> values.put(option, new Told(option, value, "command line")));
    return new NodeConfiguration(values, around);
  }

  private static Optional<Path> secretsDirectory(
      Map<NodeOption, Told> file, Map<NodeOption, Told> environment) {
    return Optional.ofNullable(environment.get(NodeOption.SECRETS_DIRECTORY))
        .or(() -> Optional.ofNullable(file.get(NodeOption.SECRETS_DIRECTORY)))
        .map(Told::value)
        .map(Path::of);
  }

  private static Map<NodeOption, Told> environment(Surroundings around) {
    Map<NodeOption, Told> values = new EnumMap<>(NodeOption.class);
    for (NodeOption option : NodeOption.values()) {
      around
          .variable(option.name())
          .ifPresent(value -> values.put(option, new Told(option, value, "environment")));
    }
    return values;
  }

  /** The surroundings of the process, with the options as they are in force. */
  public Surroundings surroundings() {
    Map<String, String> merged = new HashMap<>(around.environment());
    values.forEach((option, told) -> merged.put(option.name(), told.value()));
    return new Surroundings(merged, around.home(), around.host(), around.process());
  }

  /** Every option that decides something, as it is in force, or nothing. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (NodeOption option : NodeOption.values()) {
      Told told = values.get(option);
      if (told != null) {
        String origin = told.origin();
        lines.add(
            new Line(
                option.name(),
                told.shown(),
                option.decides() ? origin : origin + ", decides nothing: " + option.meaning()));
      } else if (option.decides()) {
        lines.add(new Line(option.name(), option.otherwise(), "default"));
      }
    }
    return lines;
  }

  /**
   * One option for people.
   *
   * @param value without secrets
   * @param origin {@code default}: nobody spoke of it
   */
  public record Line(String name, String value, String origin) {}
}
