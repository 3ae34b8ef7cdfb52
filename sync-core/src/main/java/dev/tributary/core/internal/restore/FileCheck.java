package dev.tributary.core.internal.restore;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.capture.RowScanner;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Opens a finished file anew and reads all of it back.
 *
 * <p>Passes a file only if SQLite finds it sound and each table holds exactly the rows that were
 * written.
 */
final class FileCheck {
  private static final String DAMAGE = "PRAGMA integrity_check(1000000000)";

  /** A row that breaks a rule of its own declaration does so in the source as well. */
  private static final Pattern OF_CONTENT =
      Pattern.compile("(NULL|NUMERIC|TEXT|non-\\w+) value in ", Pattern.DOTALL);

  private static final String ORPHANS = "SELECT count(*) FROM pragma_foreign_key_check(?)";

  private final Notes notes;

  FileCheck(Notes notes) {
    this.notes = notes;
  }

  /** Returns the number of foreign keys without their parent. */
  long check(Path file, Map<TablePlan, RowSum> written) {
    try (PrivateDatabase database = PrivateDatabase.open(file)) {
      requireSound(database);
      written.forEach((plan, sum) -> requireSame(database, plan, sum));
      return written.keySet().stream().mapToLong(plan -> orphans(database, plan.source())).sum();
    }
  }

  private void requireSound(PrivateDatabase database) {
    database.runWithStandIns("EXPLAIN " + DAMAGE); // tells what is missed, and reads nothing
    try (Statement statement = database.connection().createStatement();
        ResultSet result = statement.executeQuery(DAMAGE)) {
      long misfits = 0;
      while (result.next()) {
        String line = result.getString(1);
        if (OF_CONTENT.matcher(line).lookingAt()) {
          misfits++;
        } else if (!line.equals("ok")) {
          throw new ConfigurationInvalid(
              "the restored file is not sound and was removed; please report this: " + line);
        }
      }
      if (misfits > 0) {
        notes.add("%d values do not fit their column's declaration, as in the source", misfits);
      }
    } catch (SQLException e) {
      throw RestoreFailures.of("check the file", e);
    }
  }

  private static void requireSame(PrivateDatabase database, TablePlan plan, RowSum written) {
    RowSum found = written.ofNone();
    new RowScanner(database.connection(), plan, Long.MAX_VALUE).scan(found::add);
    if (!found.sameRows(written)) {
      throw new ConfigurationInvalid(
          ("table %s came back different from the new file (%d rows written, %d read); the file was"
                  + " removed, please report this")
              .formatted(plan.source(), written.rows(), found.rows()));
    }
  }

  private long orphans(PrivateDatabase database, String table) {
    try (PreparedStatement query = database.connection().prepareStatement(ORPHANS)) {
      query.setString(1, table);
      try (ResultSet result = query.executeQuery()) {
        return result.next() ? result.getLong(1) : 0;
      }
    } catch (SQLException e) {
      if (!RestoreFailures.isOfStatement(e)) {
        throw RestoreFailures.of("check the foreign keys of table " + table, e);
      }
      notes.add(
          "foreign keys of table %s cannot be checked: %s", table, RestoreFailures.message(e));
      return 0;
    }
  }
}
