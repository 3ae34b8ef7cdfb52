package dev.tributary.core;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What a stat tells of a file that a pattern matches; nothing was opened for it.
 *
 * @param identity another one: another file is at this place
 * @param content another one: somebody may have written
 */
public record FileGlance(Path file, String identity, String content) {
  public FileGlance {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(content, "content");
  }
}
