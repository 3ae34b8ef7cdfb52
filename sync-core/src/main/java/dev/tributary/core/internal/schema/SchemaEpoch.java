package dev.tributary.core.internal.schema;

import dev.tributary.core.internal.table.SourceSchema;
import java.util.stream.Collectors;

/**
 * A short text that stands for a schema: equal iff all statements and the encoding are equal.
 *
 * <p>The order of the statements does not count: VACUUM may change it.
 */
public final class SchemaEpoch {
  private SchemaEpoch() {}

  public static String of(SourceSchema schema) {
    String statements =
        schema.statements().stream()
            .map(statement -> statement.type() + '\0' + statement.name() + '\0' + statement.sql())
            .sorted()
            .collect(Collectors.joining("\0\0"));
    return Digests.sha256Hex(schema.header().encoding().pragma() + "\0\0" + statements);
  }
}
