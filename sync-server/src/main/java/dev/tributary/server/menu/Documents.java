package dev.tributary.server.menu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The pages that come with the program. */
enum Documents {
  README("README.md", "what it is, quick start"),
  TECHNICAL_REFERENCE("docs/ARCHITECTURE.md", "technical reference: how it is built, what holds"),
  FAQ("docs/operations.md", "questions of operators, and what to do"),
  COMMANDS("docs/cli.md", "scripts reference: every command, its options and answers");

  private final String file;
  private final String subject;

  Documents(String file, String subject) {
    this.file = file;
    this.subject = subject;
  }

  String file() {
    return file;
  }

  String subject() {
    return subject;
  }

  List<String> lines() {
    try (InputStream in =
        Documents.class.getResourceAsStream("/dev/tributary/server/documents/" + file)) {
      if (in == null) {
        throw new IllegalStateException(file + " was left out of this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
