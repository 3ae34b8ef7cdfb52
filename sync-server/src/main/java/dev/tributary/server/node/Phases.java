package dev.tributary.server.node;

import org.springframework.context.SmartLifecycle;

/** In which order the parts of a node begin; they end in the opposite one. */
final class Phases {
  /** After the web server, before the election of the starter. */
  static final int DATABASE = SmartLifecycle.DEFAULT_PHASE - 600;

  /** After the election and the schedule of the starter. */
  static final int SERVING = SmartLifecycle.DEFAULT_PHASE - 300;

  private Phases() {}
}
