package dev.tributary.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a deployment, read by the tools that they are written for. */
@Tag("machine")
final class DeploymentToolsTest {
  @TempDir Path directory;

  @Test
  void shellcheckFindsNothingInAnyScript() throws Exception {
    List<String> command = new ArrayList<>(List.of("shellcheck", "-x"));
    try (Stream<Path> scripts =
        Stream.concat(Files.list(Path.of("scripts")), Files.list(Path.of("docker")))) {
      scripts
          .map(Path::toString)
          .filter(name -> name.endsWith(".sh"))
          .sorted()
          .forEach(command::add);
    }
    command.add(Path.of("..", "tributary").toString());
    assertThat(said(Map.of(), command)).isEmpty();
  }

  @Test
  void composeReadsItsFileWithTheTemplate() throws Exception {
    Path secrets = Files.createDirectories(directory.resolve("secrets"));
    Files.writeString(secrets.resolve("database_password"), "x");
    Files.writeString(secrets.resolve("api_tokens"), "x");
    String read =
        said(
            Map.of("SECRETS_DIR", secrets.toString()),
            List.of(
                "docker-compose",
                "--file",
                "docker/docker-compose.sync-ha.yml",
                "--env-file",
                "docker/env.template",
                "config"));
    for (String line :
        List.of(
            "read_only: true",
            "- no-new-privileges:true",
            "user: 10001:10001",
            "stop_signal: SIGTERM",
            "mem_limit: 512m")) {
      assertThat(read.split(line, -1)).as(line).hasSize(3); // for both nodes
    }
    assertThat(read)
        .contains(
            "container_name: openwebui-sync-node-a",
            "127.0.0.1:9443:9443",
            "container_name: openwebui-sync-node-b",
            "127.0.0.1:9444:9444",
            "enable_ipv6: true",
            "subnet: 172.30.0.0/16",
            "subnet: fd01::/64");
  }

  /** As a person calls it in that folder, with the settings that the first deployment makes. */
  @Test
  void composeNeedsNoOptionsInTheFolderOfTheDeployment() throws Exception {
    Path folder = copied();
    assertThat(said(folder, List.of("docker-compose", "config")))
        .contains("container_name: openwebui-sync-node-a", "image: tributary:local");
    if (said(folder, List.of("sh", "-c", "docker compose version")).contains("Compose version")) {
      assertThat(said(folder, List.of("docker", "compose", "config")))
          .startsWith("name: sync\n") // and no warning before it
          .contains(
              "container_name: openwebui-sync-node-a",
              "host_ip: 127.0.0.1",
              "name: sync_sync-network",
              "enable_ipv6: true");
    }
  }

  private Path copied() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("docker"));
    String name = "docker-compose.sync-ha.yml";
    Files.copy(Path.of("docker", name), folder.resolve(name));
    Files.copy(Path.of("docker", "env.template"), folder.resolve(".env"));
    return folder;
  }

  @Test
  void composeRefusesAClusterWithoutName() throws Exception {
    Path settings = Files.writeString(directory.resolve("env"), "HOST_NAME=x\n");
    assertThat(
            said(
                Map.of(),
                List.of(
                    "docker-compose",
                    "--file",
                    "docker/docker-compose.sync-ha.yml",
                    "--env-file",
                    settings.toString(),
                    "config")))
        .contains("name the cluster in .env");
  }

  @Test
  void systemdTakesTheUnit() throws Exception {
    String unit =
        Files.readString(Path.of("docker", "tributary@.service"))
            .replace("ExecStart=/opt/tributary/tributary serve", "ExecStart=/bin/true")
            .replaceAll("(?m)^(User|Group)=.*$", "");
    Path file = Files.writeString(directory.resolve("tributary@node-a.service"), unit);
    assertThat(said(Map.of(), List.of("systemd-analyze", "verify", file.toString()))).isEmpty();
  }

  @Test
  void theKubernetesExampleIsYamlOfThreeObjects() throws Exception {
    String program =
        "import sys, yaml; print([d['kind'] for d in yaml.safe_load_all(open(sys.argv[1]))])";
    assertThat(said(Map.of(), List.of("/usr/bin/python3", "-c", program, "docker/kubernetes.yaml")))
        .isEqualTo("['Namespace', 'Service', 'StatefulSet']\n");
  }

  private static String said(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return said(builder);
  }

  private static String said(Path folder, List<String> command)
      throws IOException, InterruptedException {
    return said(new ProcessBuilder(command).directory(folder.toFile()));
  }

  private static String said(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
