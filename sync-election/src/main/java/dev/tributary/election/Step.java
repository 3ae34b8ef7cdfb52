package dev.tributary.election;

import java.util.List;

/** What an election is after an event, and what it wants done, in this order. */
record Step(ElectionState state, List<Action> actions) {
  Step {
    actions = List.copyOf(actions);
  }
}
