package dev.tributary.core.internal.run;

import dev.tributary.api.SourceUnavailable;
import dev.tributary.core.internal.apply.BaseRows;
import dev.tributary.core.internal.apply.TargetTable;
import dev.tributary.core.internal.capture.BaseIndex;
import dev.tributary.core.internal.capture.KeyHasher;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.ConflictSettings;
import dev.tributary.core.internal.catalog.DriftSetting;
import dev.tributary.core.internal.files.OwnerOnly;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TextEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * The local copies of one client's base, one file per table. A copy is used only while it carries
 * the client's epoch; else the base is read from PostgreSQL again.
 */
final class TableIndexes {
  private final Path directory;
  private final ClientRow client;
  private final TextEncoding encoding;

  TableIndexes(Path dataDirectory, ClientRow client, TextEncoding encoding) {
    Path indexes = dataDirectory.resolve("index");
    this.directory = indexes.resolve(client.id().toString());
    this.client = client;
    this.encoding = encoding;
    try {
      OwnerOnly.folder(indexes);
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new SourceUnavailable("cannot create " + directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * A base.
   *
   * @param read where it was read
   */
  record Opened(BaseIndex index, Trust read) {}

  /** The base of a table that has rows in the target. */
  Opened open(Connection connection, TargetTable table, Trust trust, long expectedRows) {
    Path file = file(table.plan());
    if (trust == Trust.LOCAL_COPY) {
      Optional<BaseIndex> local = BaseIndex.open(file, table.plan());
      if (local.isPresent() && isOfThisState(local.get())) {
        return new Opened(local.get(), Trust.LOCAL_COPY);
      }
      local.ifPresent(BaseIndex::close);
    }
    BaseIndex index = empty(table.plan(), expectedRows);
    readFrom(connection, table, index);
    return new Opened(index, Trust.POSTGRESQL_ONLY);
  }

  /** Makes rows look changed that are to be judged although the source did nothing. */
  void reconsider(Connection connection, TargetTable table, BaseIndex index) {
    ConflictSettings settings = client.conflicts();
    if (settings.decided() == 0 && settings.drift() != DriftSetting.REPAIR) {
      return;
    }
    KeyHasher keys = new KeyHasher(table.plan(), client.hashSeed());
    Row none = new Row(table.plan().columns().size());
    BaseRows.readReconsidered(
        connection,
        table,
        encoding,
        client,
        new BaseRows.Reader() {
          @Override
          public void keyed(Row keyCells, long unused) {
            doubt(keys.hash(keyCells), keyCells);
          }

          @Override
          public void hashed(KeyHash key, long unused) {
            doubt(key, none);
          }

          private void doubt(KeyHash key, Row row) {
            index.rowHash(key).ifPresent(hash -> index.put(key, ~hash, row));
          }
        });
  }

  private boolean isOfThisState(BaseIndex index) {
    return index.stampedEpoch().filter(client.stateEpoch().toString()::equals).isPresent();
  }

  /** Whether a local copy with the right epoch may be used. */
  enum Trust {
    LOCAL_COPY,
    POSTGRESQL_ONLY
  }

  /** The base of a table that has no rows in the target yet. */
  BaseIndex empty(TablePlan plan, long expectedRows) {
    return BaseIndex.create(file(plan), plan, expectedRows);
  }

  private void readFrom(Connection connection, TargetTable table, BaseIndex index) {
    KeyHasher keys = new KeyHasher(table.plan(), client.hashSeed());
    Row none = new Row(table.plan().columns().size());
    BaseRows.read(
        connection,
        table,
        encoding,
        new BaseRows.Reader() {
          @Override
          public void keyed(Row keyCells, long hash) {
            index.put(keys.hash(keyCells), hash, keyCells);
          }

          @Override
          public void hashed(KeyHash key, long hash) {
            index.put(key, hash, none);
          }
        });
  }

  private Path file(TablePlan plan) {
    // The bytes of texts, and so the hashes of keys, depend on the file's encoding.
    String named = encoding + "\0" + plan.source();
    UUID name = UUID.nameUUIDFromBytes(named.getBytes(StandardCharsets.UTF_8));
    return directory.resolve(
        HexFormat.of().toHexDigits(name.getMostSignificantBits())
            + HexFormat.of().toHexDigits(name.getLeastSignificantBits()));
  }
}
