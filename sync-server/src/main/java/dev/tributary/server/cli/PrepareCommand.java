package dev.tributary.server.cli;

import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.outcome.Output;
import dev.tributary.server.demo.Rehearsal;
import dev.tributary.server.node.NodeRehearsal;
import dev.tributary.server.remote.AskRehearsal;
import dev.tributary.server.report.Answer;
import dev.tributary.server.report.SyncAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.sqlite.util.LibraryLoaderUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Run by the launcher after a build: unpacks SQLite's native library once, so that not each start
 * does, and rehearses most commands, for the class archive; or rehearses a node, for one of its
 * own.
 */
@Command(name = "prepare", hidden = true)
final class PrepareCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "DIR")
  private Path directory;

  @Option(names = "--node")
  private boolean node;

  @Override
  public void run() {
    try {
      if (node) {
        NodeRehearsal.run(directory);
        return;
      }
      unpack();
      rehearse();
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("cannot prepare " + directory, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void unpack() throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    Files.createDirectories(directory);
    try (InputStream library = LibraryLoaderUtil.class.getResourceAsStream(resource)) {
      if (library != null) {
        Path unpacked = Files.createTempFile(directory, "unpacked", "");
        Files.copy(library, unpacked, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(
            unpacked, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(unpacked, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private void rehearse() throws IOException, SQLException {
    new Output(spec.commandLine()).document(new Answer(List.of(), Map.of("prepared", true)));
    spec.root().commandLine().usage(spec.commandLine().getOut());
    output.print(SyncAnswer.of(Rehearsal.run()));
    AskRehearsal.run();
  }
}
