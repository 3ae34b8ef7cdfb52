package dev.tributary.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * As whom PostgreSQL runs.
 *
 * <p>PostgreSQL refuses to run as root; so root steps down first, in a way that this machine
 * allows.
 */
enum ProcessOwner {
  /** An ordinary user runs it as himself. */
  SELF,
  /** Root keeps his files but is nobody in a user namespace of its own. */
  USER_NAMESPACE("unshare", "-U"),
  /** Root becomes nobody; the files are handed over to nobody. */
  NOBODY("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  private static final int NOBODY_ID = 65_534;

  private final List<String> prefix;

  ProcessOwner(String... prefix) {
    this.prefix = List.of(prefix);
  }

  static ProcessOwner find() throws IOException {
    if (!"0".equals(Command.run(List.of("id", "-u")).output())) {
      return SELF;
    }
    for (ProcessOwner owner : List.of(USER_NAMESPACE, NOBODY)) {
      if (Command.works(owner.command("true"))) {
        return owner;
      }
    }
    throw new IOException(
        "PostgreSQL refuses to run as root, and neither 'unshare -U' nor 'setpriv' works here."
            + " Run as an ordinary user, or name an existing PostgreSQL server.");
  }

  List<String> command(String program, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(program);
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  /** Lets PostgreSQL own the file or directory, where its user is not the one of this JVM. */
  void handOver(Path path) throws IOException {
    if (this == NOBODY) {
      Files.setAttribute(path, "unix:uid", NOBODY_ID);
      Files.setAttribute(path, "unix:gid", NOBODY_ID);
    }
  }
}
