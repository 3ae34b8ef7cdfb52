package dev.tributary.election;

/** Where a node stands in one election. */
enum Phase {
  /** Not yet started, or closed. */
  STOPPED,
  /** Watches the lease. */
  FOLLOWER,
  /** Has asked for the next term. */
  CANDIDATE,
  /** Leads and believes it. */
  LEADER,
  /** The lease row may still be ours, but belief has ended; only a renewal brings it back. */
  SUSPECT,
  /** Is giving the lease up, once its work is done. */
  DRAINING
}
