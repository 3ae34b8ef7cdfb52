package dev.tributary.core.internal.jdbc;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.RowRejected;
import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Turns a {@link SQLException} into the failure that tells the caller what to do.
 *
 * <p>Decides by SQLSTATE and by the types of the causes, never by text. A rejected row's message
 * names table, column and constraint, never a value.
 */
public final class SqlStates {
  /** Raised by {@code sync_metadata.fence} and by the triggers of the lease row. */
  public static final String FENCED_OUT = "TB001";

  private static final List<String> COMES_BACK =
      List.of("08", "53", "57P0", "57014", "40001", "40P01", "55P03", "25P03", "25P04");
  // 54000, 54001: a value too long for an index, or nested too deep.
  private static final List<String> ABOUT_THE_ROW = List.of("22", "23", "54000", "54001");

  /** Messages of this class name sizes and limits, never a value. */
  private static final String LIMITS = "54";

  /** pgjdbc's own: no password given, no TLS offered, unknown way to authenticate. */
  private static final String CONNECTION_REJECTED = "08004";

  private static final Set<String> COLLISIONS = Set.of("40001", "40P01");

  private SqlStates() {}

  /** Two transactions met, and this one was rolled back; the other one is through now. */
  public static boolean isCollision(SyncException e) {
    return e.getCause() instanceof SQLException sql
        && sql.getSQLState() != null
        && COLLISIONS.contains(sql.getSQLState());
  }

  /**
   * @param what the act that failed: "cannot [what]: ..."
   */
  public static SyncException toSyncException(String what, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.equals(FENCED_OUT)) {
      return new LeadershipLost("cannot " + what + ": " + said(e), e);
    }
    if (isWayToConnect(state, e)) {
      return new ConfigurationInvalid(
          "cannot " + what + ": " + said(e).replaceFirst("\\.$", "") + connectAdvice(e), e);
    }
    if (startsWithAny(state, COMES_BACK) || (state.isEmpty() && isTransient(e))) {
      return new TargetUnavailable("cannot " + what + ": " + said(e) + remedy(state), e);
    }
    if (startsWithAny(state, ABOUT_THE_ROW)) {
      return new RowRejected("cannot " + what + ": " + where(state, e), state, e);
    }
    return new ConfigurationInvalid("cannot " + what + ": " + said(e) + advice(state, e), e);
  }

  private static boolean isWayToConnect(String state, SQLException e) {
    return state.equals(CONNECTION_REJECTED)
        || (state.startsWith("08")
            && (causedBy(e, CertificateException.class)
                || causedBy(e, FileNotFoundException.class)
                || causedBy(e, NoSuchFileException.class)));
  }

  private static boolean isTransient(SQLException e) {
    return e instanceof SQLTransientException || e instanceof java.sql.SQLRecoverableException;
  }

  private static boolean startsWithAny(String state, List<String> beginnings) {
    return beginnings.stream().anyMatch(state::startsWith);
  }

  /** What comes back by itself comes back sooner when a person knows what to do. */
  private static String remedy(String state) {
    return switch (state) {
      case "53100" -> "; the disk of the PostgreSQL server is full: make room there and run again";
      case "53200" -> "; the PostgreSQL server is out of memory";
      case "53300" -> "; all connections are taken: raise max_connections or end some sessions";
      case "55P03" -> "; another session holds a lock on the table: end it or wait, and run again";
      default -> "";
    };
  }

  private static String connectAdvice(SQLException e) {
    String password = "; give a password (DATABASE_PASSWORD_FILE, ~/.pgpass)";
    return e instanceof PasswordMissing
        ? password
        : password
            + ", and say how to encrypt: sslmode=verify-full with sslrootcert=FILE, or"
            + " sslmode=disable on a network that you trust";
  }

  /** Our own functions say the way out in their hint. */
  private static String advice(String state, SQLException e) {
    ServerErrorMessage server = serverMessage(e);
    String hint = server == null ? null : server.getHint();
    if (hint == null || hint.isEmpty()) {
      return wayOut(state);
    }
    return (Character.isUpperCase(hint.codePointAt(0)) ? ". " : "; ") + hint;
  }

  private static String wayOut(String state) {
    if (state.startsWith("28")) {
      return "; check user and password, and pg_hba.conf of the server";
    }
    return switch (state) {
      case "3D000" -> "; check the database name at the end of the address";
      case "3F000", "42P01", "42883", "42704" ->
          "; if sync_metadata is not installed or too old, an administrator runs: tributary db"
              + " install";
      case "42501" ->
          "; the role lacks this right; an administrator gives a node's role its rights with:"
              + " tributary db role --cluster CLUSTER";
      case "42P05", "26000" ->
          "; a transaction pooler is in between: add ?pgbouncer=true to the address, or use its"
              + " session mode";
      case "25006" -> "; this server is read-only: give the address of the primary";
      case "" -> "";
      default -> " (SQLSTATE " + state + ")";
    };
  }

  private static String said(SQLException e) {
    ServerErrorMessage server = serverMessage(e);
    String message = server == null ? unsent(e) : server.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** Of a failed attempt to connect the driver says no more than that; the cause says why. */
  private static @Nullable String unsent(SQLException e) {
    SQLException own = own(e);
    if (own.getCause() instanceof UnknownHostException unknown) {
      return "there is no host " + unknown.getMessage();
    }
    boolean connecting = own.getCause() instanceof IOException && isAboutConnection(own);
    boolean silent = connecting && !(own.getCause() instanceof ConnectException);
    return silent ? own.getMessage() + " " + own.getCause().getMessage() : own.getMessage();
  }

  /** A batch quotes its statement with all values; what it wraps does not. */
  private static SQLException own(SQLException e) {
    boolean batch = e instanceof BatchUpdateException && e.getNextException() != null;
    return batch ? e.getNextException() : e;
  }

  private static boolean isAboutConnection(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("08");
  }

  private static String where(String state, SQLException e) {
    ServerErrorMessage server = serverMessage(e);
    StringBuilder text = new StringBuilder("PostgreSQL refuses a row (SQLSTATE ").append(state);
    if (server != null && state.startsWith(LIMITS)) {
      text.append(": ").append(server.getMessage());
    }
    if (server != null) {
      append(text, "table", server.getTable());
      append(text, "column", server.getColumn());
      append(text, "constraint", server.getConstraint());
    }
    return text.append(')').toString();
  }

  private static void append(StringBuilder text, String what, @Nullable String name) {
    if (name != null) {
      text.append(", ").append(what).append(' ').append(name);
    }
  }

  private static @Nullable ServerErrorMessage serverMessage(SQLException e) {
    Throwable at = e;
    while (at != null && !(at instanceof PSQLException)) {
      at = at.getCause();
    }
    return at == null ? null : ((PSQLException) at).getServerErrorMessage();
  }

  private static boolean causedBy(Throwable e, Class<? extends Throwable> type) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }
}
