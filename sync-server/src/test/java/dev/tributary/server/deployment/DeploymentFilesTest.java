package dev.tributary.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.config.NodeOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be told of the files of a deployment by reading them. */
final class DeploymentFilesTest {
  private static final Path DOCKER = Path.of("docker");
  private static final Path SCRIPTS = Path.of("scripts");

  @Test
  void theImageRunsAsAnOrdinaryUserAndHearsItsSignals() throws IOException {
    List<String> lines = Files.readAllLines(DOCKER.resolve("Dockerfile"));
    int user = last(lines, "USER ");
    assertThat(lines.get(user))
        .matches("USER [1-9]\\d*:[1-9]\\d*"); // Kubernetes checks numbers only
    assertThat(user).as("nothing is run or copied after USER").isGreaterThan(last(lines, "RUN "));
    assertThat(user).isGreaterThan(last(lines, "COPY "));
    assertThat(lines)
        .contains("STOPSIGNAL SIGTERM", "ENTRYPOINT [\"/opt/tributary/bin/entrypoint.sh\"]")
        .anyMatch(line -> line.startsWith("HEALTHCHECK ") && line.contains("CMD [\""))
        .anyMatch(line -> line.matches("ARG BASE_IMAGE=[a-z-]+:[0-9][a-z0-9.-]*"))
        .contains("FROM ${BASE_IMAGE}")
        .noneMatch(line -> line.startsWith("ADD ") || line.contains("apt-get"));
  }

  @Test
  void theImageGetsNothingButTheProgram() throws IOException {
    List<String> ignored = Files.readAllLines(Path.of("..", ".dockerignore"));
    assertThat(ignored).contains("*");
    Set<String> let = new TreeSet<>();
    ignored.stream()
        .filter(line -> line.startsWith("!"))
        .forEach(line -> let.add(line.substring(1)));
    for (String line : Files.readAllLines(DOCKER.resolve("Dockerfile"))) {
      if (line.startsWith("COPY ")) {
        List<String> words = List.of(line.split(" "));
        assertThat(let).containsAll(words.subList(1, words.size() - 1));
      }
    }
    assertThat(let).noneMatch(path -> path.contains("env") || path.contains("secret"));
  }

  @Test
  void everySettingOfTheComposeFileIsInTheTemplateAndTheOtherWayRound() throws IOException {
    String compose = Files.readString(DOCKER.resolve("docker-compose.sync-ha.yml"));
    Set<String> used = all("\\$\\{([A-Z_0-9]+)", compose);
    Set<String> offered =
        all("(?m)^([A-Z_0-9]+)=", Files.readString(DOCKER.resolve("env.template")));
    Set<String> missing = new TreeSet<>(used);
    missing.removeAll(offered);
    assertThat(missing)
        .containsOnly("TRIBUTARY_JAVA_OPTS", "SECRETS_DIR"); // for the few who need them
    StringBuilder scripts = new StringBuilder();
    for (Path script : scripts()) {
      scripts.append(Files.readString(script));
    }
    Set<String> idle = new TreeSet<>(offered);
    idle.removeAll(used);
    assertThat(idle).allMatch(name -> scripts.toString().contains(name));
  }

  /** Options that a pair of containers has no use for, or that need more than a line in .env. */
  private static final Map<String, String> NOT_FOR_CONTAINERS =
      Map.ofEntries(
          Map.entry("DATABASE_PASSWORD", "a secret, by its file"),
          Map.entry("DATABASE_USER", "it is in DATABASE_URL, which the script writes"),
          Map.entry("API_ADDRESS", "the port is bound to API_BIND"),
          Map.entry("API_MAX_BODY_BYTES", "nobody ever needed another"),
          Map.entry("TLS_CERTIFICATE", "needs a mount; a proxy in front has it"),
          Map.entry("TLS_PRIVATE_KEY", "needs a mount"),
          Map.entry("TLS_CLIENT_CA", "needs a mount"),
          Map.entry("CONFLICT_RESOLUTION_CONFIG", "needs a mount"),
          Map.entry("SYNC_INTERVALS_CONFIG", "needs a mount"),
          Map.entry("LOG_FILE", "the engine keeps the log, and bounds it"),
          Map.entry("SECRETS_DIRECTORY", "each secret is named"));

  /** So that a new option cannot be forgotten here. */
  @Test
  void everyOptionOfANodeReachesTheContainersOrIsNotMeantForThem() throws IOException {
    Set<String> passed =
        all(
            "(?m)^ +([A-Z_0-9]+): ",
            Files.readString(DOCKER.resolve("docker-compose.sync-ha.yml")));
    Set<String> decides = new TreeSet<>();
    for (NodeOption option : NodeOption.values()) {
      if (option.decides()) {
        decides.add(option.name());
      }
    }
    Set<String> forgotten = new TreeSet<>(decides);
    forgotten.removeAll(passed);
    assertThat(forgotten).isEqualTo(new TreeSet<>(NOT_FOR_CONTAINERS.keySet()));
    Set<String> unknown = new TreeSet<>(passed);
    unknown.removeAll(decides);
    assertThat(unknown).containsExactly("TRIBUTARY_JAVA_OPTS");
  }

  @Test
  void noTemplateHoldsASecretAndNoContainerGetsOneInItsEnvironment() throws IOException {
    String compose = Files.readString(DOCKER.resolve("docker-compose.sync-ha.yml"));
    String kubernetes = Files.readString(DOCKER.resolve("kubernetes.yaml"));
    assertThat(compose + kubernetes)
        .doesNotContain("docker.sock", "DATABASE_PASSWORD:", "privileged: true", "network_mode")
        .doesNotContainPattern("://[^/@\\s]*:[^/\\s]*@");
    assertThat(Files.readString(DOCKER.resolve("env.template"))).doesNotContain("PASSWORD=");
    assertThat(kubernetes)
        .contains(
            "runAsNonRoot: true",
            "readOnlyRootFilesystem: true",
            "allowPrivilegeEscalation: false",
            "drop: [ALL]",
            "automountServiceAccountToken: false");
  }

  @Test
  void scriptsStopAtTheFirstFailureAndCanBeRun() throws IOException {
    assertThat(scripts()).hasSizeGreaterThan(8);
    for (Path script : scripts()) {
      String text = Files.readString(script);
      if (text.startsWith("#!")) {
        assertThat(Files.isExecutable(script)).as("%s is executable", script).isTrue();
        assertThat(text).as(script.toString()).containsPattern("(?m)^set -e?u");
      } else {
        assertThat(text).as("%s is sourced", script).startsWith("# shellcheck shell=bash");
      }
    }
  }

  private static List<Path> scripts() throws IOException {
    try (Stream<Path> scripts = Files.list(SCRIPTS);
        Stream<Path> docker = Files.list(DOCKER)) {
      return Stream.concat(scripts, docker)
          .filter(file -> file.toString().endsWith(".sh"))
          .sorted()
          .toList();
    }
  }

  private static int last(List<String> lines, String begin) {
    int found = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(begin)) {
        found = i;
      }
    }
    return found;
  }

  private static Set<String> all(String pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
