package dev.tributary.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.database.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeConfigurationTest {
  @TempDir private Path directory;

  private Surroundings around(Map<String, String> environment) {
    return new Surroundings(environment, directory, "box", 1);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("node.conf"), text);
  }

  @Test
  void theStrongestOriginCountsAndIsNamed() throws IOException {
    Path file =
        file("# a node\nCLUSTER_NAME=file\nexport LEASE_DURATION=\"30\"\nLOG_LEVEL='warn'\n");
    Path secrets = Files.createDirectory(directory.resolve("secrets"));
    Files.writeString(secrets.resolve("cluster_name"), "secrets\n");
    Files.writeString(secrets.resolve("database_password"), "pass word\n");
    Files.writeString(secrets.resolve(".hidden"), "x");
    NodeConfiguration configuration =
        NodeConfiguration.of(
            Map.of(NodeOption.DATABASE_URL, "postgresql://me:geheim@db/app"),
            around(Map.of("CLUSTER_NAME", "environment", "PATH", "/bin")),
            Optional.of(file),
            Optional.of(secrets));
    Surroundings merged = configuration.surroundings();
    assertThat(merged.variable("CLUSTER_NAME")).contains("environment");
    assertThat(merged.variable("LEASE_DURATION")).contains("30");
    assertThat(merged.variable("DATABASE_PASSWORD")).contains("pass word");
    assertThat(configuration.lines())
        .contains(new NodeConfiguration.Line("CLUSTER_NAME", "environment", "environment"))
        .contains(new NodeConfiguration.Line("LEASE_DURATION", "30", file + " line 3"))
        .contains(new NodeConfiguration.Line("CACHE_TTL", "300", "default"));
    assertThat(configuration.lines().toString())
        .contains("***")
        .doesNotContain("geheim", "pass word");
  }

  @Test
  void whatIsNotKnownIsAnErrorThatNamesTheLineAndNotTheValue() throws IOException {
    Path file = file("CLUSTER_NAME=a\nCLUSTER=verysecret\nnonsense\nCLUSTER_NAME=b\n");
    assertThatThrownBy(
            () ->
                NodeConfiguration.of(
                    Map.of(), around(Map.of()), Optional.of(file), Optional.empty()))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContainingAll(
            "line 2: CLUSTER is not known",
            "line 3: that is no NAME=value",
            "line 4: CLUSTER_NAME is there twice")
        .hasMessageNotContaining("verysecret");
    Path secrets = Files.createDirectory(directory.resolve("secrets"));
    Files.writeString(secrets.resolve("clustername"), "x");
    assertThatThrownBy(
            () ->
                NodeConfiguration.of(
                    Map.of(), around(Map.of()), Optional.empty(), Optional.of(secrets)))
        .hasMessageContaining("clustername is named like no option");
  }

  @Test
  void optionsOfThePrototypeAreTakenAndSaidToDecideNothing() {
    NodeConfiguration configuration =
        NodeConfiguration.of(
            Map.of(), around(Map.of("BATCH_SIZE", "1000")), Optional.empty(), Optional.empty());
    assertThat(configuration.lines())
        .filteredOn(line -> line.name().equals("BATCH_SIZE"))
        .singleElement()
        .satisfies(line -> assertThat(line.origin()).contains("decides nothing"));
  }

  @Test
  void theFilesThatAreShippedCanBeRead() throws IOException {
    IntervalSettings intervals =
        IntervalSettings.read(Files.readString(Path.of("../config/sync-intervals.json")));
    assertThat(intervals).isEqualTo(IntervalSettings.builtIn());
    assertThat(intervals.presets()).containsEntry("1h", Duration.ofHours(1));
    dev.tributary.conflict.ConflictConfiguration.read(
        new dev.tributary.api.Json(
            Files.readString(Path.of("../config/conflict-resolution.json"))));
  }

  @Test
  void badIntervalsAreAllToldWithTheirPlace() {
    assertThatThrownBy(
            () ->
                IntervalSettings.read(
                    "{\"presets\": {\"a\": -1}, \"clients\": {\"B!\": 5, \"c\": \"weekly\"},"
                        + " \"default\": 1}"))
        .hasMessageContainingAll(
            "$.default is not known", "$.presets.a is -1", "$.clients.B!", "$.clients.c is");
    assertThatThrownBy(() -> IntervalSettings.read("{\"clients\": {}, \"clients\": {}}"))
        .hasMessageContaining("it is not JSON");
  }

  @Test
  void aUserWithoutAHomeIsAskedForAPlace() {
    Surroundings homeless = new Surroundings(Map.of(), Path.of("?"), "box", 1);
    assertThatThrownBy(homeless::dataDirectory)
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("--data-dir");
    assertThat(
            new Surroundings(Map.of("XDG_DATA_HOME", "/d"), Path.of("?"), "box", 1).dataDirectory())
        .isEqualTo(Path.of("/d/tributary"));
  }

  /** The table of options in docs/cli.md, row by row. */
  @Test
  void thePageNamesEachOptionWithItsDefault() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "cli.md"));
    String table = page.substring(page.indexOf("| option | default | |"));
    Map<String, String> defaults = new TreeMap<>();
    Matcher row = Pattern.compile("(?m)^\\| (`[A-Z].*?) \\| (.*?) ?\\| .*\\|$").matcher(table);
    while (row.find()) {
      String[] names = row.group(1).replace("`", "").split(", ");
      String[] values =
          names.length == 1
              ? new String[] {row.group(2).replace("`", "")}
              : row.group(2).replace("`", "").split(", ");
      for (int i = 0; i < names.length; i++) {
        defaults.put(names[i], i < values.length ? values[i] : "");
      }
    }
    assertThat(defaults).hasSizeGreaterThan(25);
    defaults.forEach(
        (name, value) -> {
          String otherwise = NodeOption.named(name).orElseThrow().otherwise();
          if (!value.isEmpty()) {
            assertThat(value).as(name).startsWith(otherwise);
          }
        });
    for (NodeOption option : NodeOption.values()) {
      if (option.decides()) {
        assertThat(page).contains("`" + option + "`");
      }
    }
  }
}
