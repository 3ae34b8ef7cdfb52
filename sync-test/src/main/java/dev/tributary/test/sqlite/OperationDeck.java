package dev.tributary.test.sqlite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which operation comes next: cards from a shuffled deck, so that no kind has to wait for long. */
final class OperationDeck {
  private final Set<OperationKind> kinds;
  private final RandomText random;
  private final Deque<OperationKind> cards = new ArrayDeque<>();

  OperationDeck(JournalMode mode, RandomText random) {
    this.kinds = EnumSet.allOf(OperationKind.class);
    this.random = random;
    if (mode == JournalMode.WAL) {
      kinds.remove(OperationKind.CHANGE_PAGE_SIZE);
    }
  }

  Set<OperationKind> kinds() {
    return Collections.unmodifiableSet(kinds);
  }

  OperationKind draw() {
    if (cards.isEmpty()) {
      List<OperationKind> deck = new ArrayList<>();
      kinds.forEach(kind -> deck.addAll(Collections.nCopies(kind.weight(), kind)));
      cards.addAll(random.shuffled(deck));
    }
    return cards.pop();
  }
}
