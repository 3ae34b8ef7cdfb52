package dev.tributary.server.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This program again, in another process, with the same Java and the same class path. */
final class JavaCommand {
  /** Variables that would make a node of the demonstration another one. */
  static final List<String> SETTINGS_OF_A_NODE =
      List.of(
          "ROLE",
          "LEASE_DURATION",
          "HEARTBEAT_INTERVAL",
          "CACHE_TTL",
          "MAX_SYNC_WORKERS",
          "CONFLICT_RESOLUTION_CONFIG",
          "SYNC_INTERVALS_CONFIG",
          "SECRETS_DIRECTORY",
          "API_ADDRESS",
          "API_URL",
          "TOKENS_FILE",
          "TLS_CERTIFICATE",
          "TLS_PRIVATE_KEY",
          "TLS_CLIENT_CA",
          "RESTORE_DIRECTORY",
          "DISCOVER_SOURCES");

  private JavaCommand() {}

  static List<String> of(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED"); // else Java warns of SQLite's library
    }
    for (String name : List.of("org.sqlite.lib.path", "org.sqlite.lib.name")) {
      String value = System.getProperty(name, "");
      if (!value.isEmpty()) {
        command.add("-D" + name + "=" + value);
      }
    }
    String archive = System.getProperty("tributary.node.archive", "");
    if (!archive.isEmpty() && words[0].equals("serve")) {
      command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:disable"));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.tributary.server.cli.Tributary");
    command.addAll(List.of(words));
    return command;
  }
}
