package dev.tributary.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.connection.ConnectionSelector;
import dev.tributary.server.connection.Finding.Outcome;
import dev.tributary.server.connection.Way;
import dev.tributary.server.doctor.Finding.Verdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WayChecksTest {
  private static final List<Way> WAYS =
      Way.of(DatabaseUrl.parse("postgresql://direct.example,eu.pooler.supabase.com/app"));

  @Test
  void theBestWayIsWell() {
    Finding finding = found(Set.of("direct.example", "eu.pooler.supabase.com"));
    assertThat(finding.verdict()).isEqualTo(Verdict.OK);
    assertThat(finding.said()).isEqualTo("direct direct.example:5432: open");
  }

  @Test
  void aPoolerIsAWarningThatSaysWhyNotTheBest() {
    Finding finding = found(Set.of("eu.pooler.supabase.com"));
    assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding.said())
        .isEqualTo(
            "direct direct.example:5432: no route over IPv6;"
                + " session pooler eu.pooler.supabase.com:5432: open");
    assertThat(finding.remedy()).contains("needs IPv6");
  }

  @Test
  void noWayIsAFailure() {
    assertThat(found(Set.of()).verdict()).isEqualTo(Verdict.FAILURE);
  }

  @Test
  void theEmbeddedServerHasNoWays() {
    assertThat(new WayChecks(ConnectionSelector.overSockets()).of(List.of())).isEmpty();
  }

  private static Finding found(Set<String> open) {
    ConnectionSelector selector =
        new ConnectionSelector(
            way ->
                open.contains(way.host())
                    ? new dev.tributary.server.connection.Finding(way, Outcome.OPEN, "open")
                    : new dev.tributary.server.connection.Finding(
                        way, Outcome.NO_ROUTE, "no route over IPv6"));
    return new WayChecks(selector).of(WAYS).get(0);
  }
}
