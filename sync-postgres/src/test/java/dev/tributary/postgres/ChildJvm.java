package dev.tributary.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM that does something with PostgreSQL, prints a line about it, and then lives on. */
final class ChildJvm {
  private ChildJvm() {}

  /**
   * Runs in the other JVM: {@code attached}, {@code temporary}, {@code detached} or {@code unpack}.
   */
  public static void main(String[] arguments) throws Exception {
    PostgresSettings settings = PostgresSettings.fast();
    switch (arguments[0]) {
      case "attached" -> {
        Path directory = Path.of(arguments[1]);
        say(BundledPostgres.start(PostgresBinaries.bundled(), directory, settings).access());
      }
      case "temporary" ->
          say(BundledPostgres.temporary(PostgresBinaries.bundled(), settings).access());
      case "detached" -> {
        DataDirectory directory = DataDirectory.at(Path.of(arguments[1]));
        say(directory.startDetached(PostgresBinaries.bundled(), settings));
      }
      default -> System.out.println(PostgresBinaries.bundled());
    }
    System.in.read(); // until the parent has seen enough
  }

  private static void say(PostgresAccess access) {
    System.out.println(access.port() + " " + access.password());
  }

  static Process start(Path caches, List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ChildJvm.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    builder.environment().put("XDG_CACHE_HOME", caches.toString());
    return builder.start();
  }

  static String line(Process child) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the other JVM ended without a word");
    }
    return line;
  }

  static PostgresAccess access(Process child) throws IOException {
    String[] words = line(child).split(" ");
    return new PostgresAccess(Integer.parseInt(words[0]), ClusterFiles.SUPERUSER, words[1]);
  }
}
