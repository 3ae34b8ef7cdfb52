package dev.tributary.api;

import java.sql.Connection;
import java.time.Duration;

/**
 * One grant of leadership to this process. Its token never changes; once it is lost the object
 * stays invalid for ever. When the database was silent and then still names this process, the same
 * term comes back as a new object with an equal token, and a transaction that began under the old
 * object still commits.
 *
 * <p>Asking {@link #isValid()} and then writing is a race. What is safe is the fence: it proves the
 * token inside the transaction that commits. All methods may be called from any thread.
 */
public interface Leadership {

  FencingToken token();

  ClusterName cluster();

  /** Memory only: whether this node may still believe that it leads. */
  boolean isValid();

  /** How long this node may still believe that it leads; zero when it may not. */
  Duration remaining();

  /**
   * Throws unless {@link #isValid()}.
   *
   * @throws LeadershipLost when the term is over
   */
  default void check() {
    if (!isValid()) {
      throw new LeadershipLost(
          "term %d of cluster %s is over".formatted(token().term(), cluster()));
    }
  }

  /**
   * Proves the token in the transaction of the caller, who commits right after it. The lease row
   * stays locked against takeover until then, so it is called last.
   *
   * @throws LeadershipLost when another holder leads or the lease ran out; the transaction is
   *     aborted
   * @throws TargetUnavailable when PostgreSQL did not answer
   */
  void fence(Connection connection);

  /**
   * Proves the token and commits the transaction of the caller in one message to the server.
   *
   * @throws LeadershipLost as {@link #fence}
   * @throws TargetUnavailable when no answer came; the commit may have happened
   */
  void commitFenced(Connection connection);

  /** Runs {@code body} in a transaction of its own that ends with {@link #commitFenced}. */
  <T> T callFenced(SqlFunction<T> body);
}
