package dev.tributary.core.internal.run;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.MassDelete;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.StoredPlan;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.core.internal.table.SourceSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Notices that a file is not what it was, before the mirror follows it. */
final class Guards {
  private static final String WAY_OUT =
      "; nothing was applied. If it is meant, confirm it: tributary client confirm, or run the sync"
          + " once with --allow-mass-delete";

  private final Limits limits;
  private final MassDelete answer;

  Guards(Limits limits, MassDelete answer) {
    this.limits = limits;
    this.answer = answer;
  }

  /** Why a file that was synced before is no source any more, if so. */
  Optional<String> vanished(Path file) {
    try {
      if (Files.notExists(file)) {
        return Optional.of("file " + file + " is gone" + holdText());
      }
      if (Files.isRegularFile(file) && Files.size(file) == 0) {
        return Optional.of("file " + file + " is empty (0 bytes)" + holdText());
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new ConfigurationInvalid("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String holdText() {
    return "; nothing was applied. Put the file back and sync again";
  }

  /** Holds when no table of before is in the file any more. */
  void requireSameFile(Path file, SourceSchema schema, Map<String, StoredPlan> stored) {
    if (stored.isEmpty() || answer == MassDelete.ALLOW) {
      return;
    }
    boolean anyLeft = schema.tables().stream().anyMatch(table -> stored.containsKey(table.name()));
    if (!anyLeft) {
      throw new MassDeleteHold(
          "file %s holds none of the %d tables it held before: it is another file%s"
              .formatted(file, stored.size(), WAY_OUT));
    }
  }

  /** Holds when the file at this place is another one, and of another app. */
  void requireSameApp(Path file, int applicationId, int before) {
    if (applicationId != before && answer != MassDelete.ALLOW) {
      throw new MassDeleteHold(
          "file %s was replaced by one of another app: its application_id is %d and was %d%s"
              .formatted(file, applicationId, before, WAY_OUT));
    }
  }

  /** Holds when another file than the client's is to be mirrored into its schema. */
  void requireSamePlace(ClientRow client, Path file) {
    if (answer != MassDelete.ALLOW) {
      throw new MassDeleteHold(
          "client %s mirrors %s, and %s is another file%s"
              .formatted(client.name(), client.source(), file, WAY_OUT));
    }
  }

  /** With the limits that are set for one client. */
  Guards of(ClientRow client) {
    int percent = (int) client.massDeletePercent().orElse(limits.massDeletePercent());
    long rows = client.massDeleteRows().orElse(limits.massDeleteRows());
    return new Guards(limits.withMassDelete(percent, rows), answer);
  }

  /** The same for a table whose initial load is not complete: nothing relies on its rows yet. */
  Guards atRest() {
    return new Guards(limits, MassDelete.ALLOW);
  }

  /** Holds when far more rows left a table than usual. */
  void requireFewDeletes(String table, long gone, long before) {
    if (answer == MassDelete.ALLOW || gone <= limits.massDeleteRows()) {
      return;
    }
    if (gone * 100 > before * limits.massDeletePercent()) {
      throw new MassDeleteHold(
          "%d of %d rows of table %s are gone%s".formatted(gone, before, table, WAY_OUT));
    }
  }
}
