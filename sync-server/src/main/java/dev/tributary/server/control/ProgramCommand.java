package dev.tributary.server.control;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How this program is started again, in another process. */
public final class ProgramCommand {
  private static final String MAIN = "dev.tributary.server.cli.Tributary";

  private ProgramCommand() {}

  /**
   * @param launcher the script that started this process, if one did; it knows the best options
   */
  public static List<String> forNodes(Optional<Path> launcher) {
    if (launcher.filter(Files::isExecutable).isPresent()) {
      return List.of(launcher.get().toString());
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xms32m",
            "-Xmn32m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000"));
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED"); // else Java warns of SQLite's library
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    return command;
  }
}
