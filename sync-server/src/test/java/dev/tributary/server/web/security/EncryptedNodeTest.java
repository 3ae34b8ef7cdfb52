package dev.tributary.server.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.server.node.TestCluster;
import dev.tributary.server.web.LocalNode;
import dev.tributary.test.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with TLS: callers by certificate, and a new certificate of its own without a restart. */
@Tag("machine")
final class EncryptedNodeTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private static Path directory;
  private static TestCluster cluster;
  private static LocalNode node;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    authority("ca");
    authority("stranger");
    certificate("node", "localhost", "ca");
    certificate("grafana", "grafana.example.org", "ca");
    certificate("unlisted", "unlisted.example.org", "ca");
    certificate("forged", "grafana.example.org", "stranger");
    Path tokens = directory.resolve("tokens");
    Files.writeString(
        tokens,
        "grafana viewer cert:grafana.example.org\nci admin "
            + Credentials.secretOf("the-token")
            + "\n");
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    node =
        LocalNode.start(
            cluster,
            "node-a",
            directory,
            Map.of(
                "TOKENS_FILE",
                tokens.toString(),
                "TLS_CERTIFICATE",
                directory.resolve("node.pem").toString(),
                "TLS_PRIVATE_KEY",
                directory.resolve("node.key").toString(),
                "TLS_CLIENT_CA",
                directory.resolve("ca.pem").toString()));
    port = URI.create(node.rest().url()).getPort();
  }

  @AfterAll
  static void end() {
    node.close();
    cluster.close();
  }

  private static void authority(String name) throws Exception {
    run(
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=%1$s -keyout %1$s.key -out"
            + " %1$s.pem",
        name);
  }

  private static void certificate(String name, String commonName, String authority)
      throws Exception {
    run(
        "openssl req -newkey rsa:2048 -nodes -subj /CN=%2$s -keyout %1$s.raw -out %1$s.csr"
            + " && openssl pkcs8 -topk8 -nocrypt -in %1$s.raw -out %1$s.key"
            + " && printf 'subjectAltName=DNS:%2$s' > %1$s.ext"
            + " && openssl x509 -req -days 2 -in %1$s.csr -CA %3$s.pem -CAkey %3$s.key"
            + " -CAcreateserial -extfile %1$s.ext -out %1$s.pem",
        name, commonName, authority);
  }

  private static void run(String command, Object... words) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", command.formatted(words))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  /** The status, or 0 when there was no answer at all. */
  private static int ask(String path, String... options) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", "ca.pem"));
    command.addAll(List.of(options));
    command.add("https://localhost:" + port + path);
    Process process = new ProcessBuilder(command).directory(directory.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes()).strip();
    process.waitFor();
    return said.isEmpty() ? 0 : Integer.parseInt(said);
  }

  @Test
  void aListedCertificateAsksWithItsRoleAndNoOtherDoes() throws Exception {
    String[] grafana = {"--cert", "grafana.pem", "--key", "grafana.key"};
    assertThat(ask("/api/v1/clients", grafana)).isEqualTo(200);
    assertThat(
            ask(
                "/api/v1/sync/trigger",
                "--cert",
                "grafana.pem",
                "--key",
                "grafana.key",
                "-X",
                "POST",
                "-H",
                "Content-Type: application/json",
                "-d",
                "{}"))
        .isEqualTo(403);
    assertThat(ask("/api/v1/clients")).isEqualTo(401);
    assertThat(ask("/api/v1/clients", "--cert", "unlisted.pem", "--key", "unlisted.key"))
        .isEqualTo(401);
    assertThat(ask("/api/v1/clients", "--cert", "forged.pem", "--key", "forged.key")).isZero();
    assertThat(ask("/api/v1/clients", "-H", "Authorization: Bearer the-token")).isEqualTo(200);
    assertThat(ask("/health")).isEqualTo(200);
  }

  @Test
  void aNewCertificateIsTakenWithoutARestart() throws Exception {
    String before = serial();
    certificate("next", "localhost", "ca");
    Files.move(
        directory.resolve("next.key"),
        directory.resolve("node.key"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.move(
        directory.resolve("next.pem"),
        directory.resolve("node.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    await().atMost(SOON).until(() -> !serial().equals(before));
    assertThat(ask("/health")).isEqualTo(200);
  }

  @Test
  void whatIsNoPairLeavesTheOneBeforeInForceAndHealthSaysSo() throws Exception {
    String before = serial();
    Path file = directory.resolve("node.pem");
    byte[] good = Files.readAllBytes(file);
    certificate("other", "localhost", "ca");
    try {
      Files.write(file, Files.readAllBytes(directory.resolve("other.pem"))); // its key is to follow
      awaitReason("TLS_PRIVATE_KEY is not the key of TLS_CERTIFICATE");
      // The web server looks at it a moment later.
      await().during(Duration.ofSeconds(3)).atMost(SOON).until(() -> serial().equals(before));
      assertThat(ask("/health")).isEqualTo(200);
      Files.writeString(file, "half of a certific");
      awaitReason("node.pem: it holds no certificate");
      assertThat(serial()).isEqualTo(before);
      Files.write(file, Files.readAllBytes(directory.resolve("other.pem")));
      Map<String, String> pair =
          Map.of(
              "TOKENS_FILE", directory.resolve("tokens").toString(),
              "TLS_CERTIFICATE", file.toString(),
              "TLS_PRIVATE_KEY", directory.resolve("node.key").toString());
      assertThatThrownBy(() -> LocalNode.start(cluster, "node-b", directory, pair))
          .hasMessageContaining("is not the key of TLS_CERTIFICATE");
    } finally {
      Files.write(file, good);
    }
    awaitReason("\"reasons\":[]");
    assertThat(serial()).isEqualTo(before);
  }

  /** Over TLS, so the pair that is in force works. */
  private static void awaitReason(String words) {
    await().atMost(SOON).until(() -> body("/health").contains(words));
  }

  private static String body(String path) throws IOException {
    Process process =
        new ProcessBuilder("curl", "-s", "--cacert", "ca.pem", "https://localhost:" + port + path)
            .directory(directory.toFile())
            .start();
    return new String(process.getInputStream().readAllBytes());
  }

  private static String serial() throws Exception {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "openssl s_client -connect localhost:%d </dev/null 2>/dev/null | openssl x509 -noout -serial"
                    .formatted(port))
            .start();
    return new String(process.getInputStream().readAllBytes()).strip();
  }
}
