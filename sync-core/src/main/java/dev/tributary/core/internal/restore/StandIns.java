package dev.tributary.core.internal.restore;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.Collation;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/**
 * Stands in for the collations and functions that only the application has, as far as one
 * connection needs them: SQLite makes no table whose declaration names what it does not know.
 *
 * <p>SQLite tells what it misses in its message alone.
 */
final class StandIns {
  private static final Pattern MISSING =
      Pattern.compile("\\(no such (collation sequence|function): (.+)\\)$", Pattern.DOTALL);

  private static final int DETERMINISTIC = 0x800; // else generated columns refuse it
  private static final int ANY_ARGUMENTS = -1;

  private final SQLiteConnection connection;
  private final Set<String> collations = new LinkedHashSet<>();
  private final Set<String> functions = new LinkedHashSet<>();

  StandIns(SQLiteConnection connection) {
    this.connection = connection;
  }

  /** Whether what the statement failed for is there now, so that it is worth another try. */
  boolean standInFor(SQLException failure) {
    Matcher missing = MISSING.matcher(RestoreFailures.message(failure));
    if (!RestoreFailures.isOfStatement(failure) || !missing.find()) {
      return false;
    }
    String name = missing.group(2);
    boolean isFunction = missing.group(1).equals("function");
    try {
      return isFunction ? addFunction(name) : addCollation(name);
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  private boolean addCollation(String name) throws SQLException {
    if (!collations.add(name)) {
      return false;
    }
    Collation.create(
        connection,
        name,
        new Collation() {
          @Override
          protected int xCompare(String one, String other) {
            return one.compareTo(other);
          }
        });
    return true;
  }

  /** Nothing that is written calls it. */
  private boolean addFunction(String name) throws SQLException {
    if (!functions.add(name)) {
      return false;
    }
    Function.create(
        connection,
        name,
        new Function() {
          @Override
          protected void xFunc() throws SQLException {
            error("function " + name + " is the application's own");
          }
        },
        ANY_ARGUMENTS,
        DETERMINISTIC);
    return true;
  }

  /** Collations that plain comparison of texts stands in for. */
  List<String> collations() {
    return new ArrayList<>(collations);
  }
}
