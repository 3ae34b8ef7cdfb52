package dev.tributary.core.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClientName;
import org.junit.jupiter.api.Test;

/** What the log is told of clients that are tried again and again. */
final class ClientTroublesTest {
  private static final ClientName ACME = new ClientName("acme");
  private static final ClientName OTHER = new ClientName("other");

  private final ClientTroubles troubles = new ClientTroubles();

  @Test
  void theSameTroubleIsToldOnceForEachClientAndAnotherOneAtOnce() {
    assertThat(troubles.isNews(ACME, "locked for 5001 ms")).isTrue();
    assertThat(troubles.isNews(ACME, "locked for 5007 ms")).isFalse();
    assertThat(troubles.isNews(OTHER, "locked for 5007 ms")).isTrue();
    assertThat(troubles.isNews(ACME, "is a directory")).isTrue();
    assertThat(troubles.isNews(ACME, "locked for 5001 ms")).isTrue();
  }

  @Test
  void anEndIsToldOnceAndTheSameTroubleThenAgain() {
    assertThat(troubles.isOver(ACME)).isFalse();
    troubles.isNews(ACME, "is a directory");
    assertThat(troubles.isOver(ACME)).isTrue();
    assertThat(troubles.isOver(ACME)).isFalse();
    assertThat(troubles.isNews(ACME, "is a directory")).isTrue();
  }

  @Test
  void aNewTermTellsOfWhatIsStillSo() {
    troubles.isNews(ACME, "is a directory");
    troubles.forget();
    assertThat(troubles.isNews(ACME, "is a directory")).isTrue();
  }
}
