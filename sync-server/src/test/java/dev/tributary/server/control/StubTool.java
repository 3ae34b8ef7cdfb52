package dev.tributary.server.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * An executable that writes down how it was called, an argument a line in brackets, and answers
 * with a script.
 */
record StubTool(Path folder, String name) {

  static StubTool in(Path folder, String name, String script) {
    try {
      Path file = Files.createDirectories(folder).resolve(name);
      Path calls = folder.resolve(name + ".calls");
      Files.writeString(
          file,
          """
          #!/bin/sh
          { for word in "$@"; do printf '[%%s]' "$word"; done; echo; } >> '%s'
          %s
          """
              .formatted(calls, script));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      return new StubTool(folder, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Tool tool() {
    return new Tool(name, "/nonexistent:" + folder);
  }

  List<String> calls() {
    try {
      return Files.readString(folder.resolve(name + ".calls")).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
