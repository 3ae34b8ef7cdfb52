package dev.tributary.api;

/** Why a grant of leadership ended. */
public enum LossReason {
  /** This node gave it up, by {@link LeaderElector#resign} or a hand-over. */
  RESIGNED,
  /** The elector was closed. */
  CLOSED,
  /** The lease row names another term, or nobody could renew in time and the lease ran out. */
  TAKEN_OVER,
  /**
   * The database did not answer until the end of the trust window. If it still names this process
   * when it answers again, the same term is granted once more.
   */
  EXPIRED,
  /**
   * The database was silent for so long that another node may soon take over early. If it still
   * names this process when it answers again, the same term is granted once more.
   */
  SUSPENDED
}
