package dev.tributary.election;

import dev.tributary.api.ClusterName;

/** Advisory locks have numbers, not names: these texts are hashed by PostgreSQL. */
final class BeaconKeys {
  private BeaconKeys() {}

  /** Held by the beacon's session of the leader of this term. */
  static String beacon(ClusterName cluster, long term) {
    return "tributary beacon " + cluster + " " + term;
  }

  /** Held by the same leader's control session. */
  static String pulse(ClusterName cluster, long term) {
    return "tributary pulse " + cluster + " " + term;
  }
}
