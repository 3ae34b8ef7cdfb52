package dev.tributary.core.internal.capture;

import dev.tributary.api.ConfigurationInvalid;
import java.io.IOException;
import java.nio.file.Path;

/** Says that this node's own disk fails. */
final class IndexFailure {
  private IndexFailure() {}

  static ConfigurationInvalid of(Path path, IOException cause) {
    return new ConfigurationInvalid(
        "cannot use %s of this node: %s; check free space and rights"
            .formatted(path, cause.getMessage()),
        cause);
  }
}
