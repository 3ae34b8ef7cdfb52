package dev.tributary.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class TributaryPropertiesTest {

  @Test
  void withoutAnyPropertyAllHaveTheirDefaults() {
    Contexts.runner()
        .run(
            context ->
                assertThat(context.getBean(TributaryProperties.class))
                    .isEqualTo(
                        new TributaryProperties(
                            true,
                            "default",
                            "",
                            "",
                            TributaryProperties.StartupCheck.FAIL,
                            false,
                            new TributaryProperties.Datasource("", "", "", "", 10),
                            new TributaryProperties.LeaderElection(
                                false,
                                Duration.ofSeconds(60),
                                Duration.ZERO,
                                Duration.ofSeconds(10)),
                            new TributaryProperties.State(false),
                            new TributaryProperties.Sync(false, true, 4, Duration.ofSeconds(1)),
                            new TributaryProperties.Conflicts(""),
                            List.of())));
  }

  @Test
  void eachPropertyArrives() {
    Contexts.runner()
        .withPropertyValues(
            "tributary.enabled=false",
            "tributary.cluster=prod",
            "tributary.node=a",
            "tributary.data-directory=/var/lib/app",
            "tributary.startup-check=warn",
            "tributary.allow-superuser=true",
            "tributary.datasource.url=postgresql://db/app",
            "tributary.datasource.username=sync_service",
            "tributary.datasource.password-file=/run/secrets/db",
            "tributary.datasource.maximum-pool-size=3",
            "tributary.leader-election.enabled=true",
            "tributary.leader-election.lease=15s",
            "tributary.leader-election.heartbeat=5s",
            "tributary.leader-election.drain=1m",
            "tributary.state.enabled=true",
            "tributary.sync.enabled=true",
            "tributary.sync.scheduled=false",
            "tributary.sync.lanes=2",
            "tributary.sync.poll=5s",
            "tributary.conflicts.configuration=classpath:rules.json",
            "tributary.clients[0].name=acme_corp",
            "tributary.clients[0].source=/data/acme.db",
            "tributary.clients[0].interval=90s",
            "tributary.clients[0].schema=acme")
        .run(
            context ->
                assertThat(context.getBean(TributaryProperties.class))
                    .isEqualTo(
                        new TributaryProperties(
                            false,
                            "prod",
                            "a",
                            "/var/lib/app",
                            TributaryProperties.StartupCheck.WARN,
                            true,
                            new TributaryProperties.Datasource(
                                "postgresql://db/app", "sync_service", "", "/run/secrets/db", 3),
                            new TributaryProperties.LeaderElection(
                                true,
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(1)),
                            new TributaryProperties.State(true),
                            new TributaryProperties.Sync(true, false, 2, Duration.ofSeconds(5)),
                            new TributaryProperties.Conflicts("classpath:rules.json"),
                            List.of(
                                new TributaryProperties.Client(
                                    "acme_corp",
                                    "/data/acme.db",
                                    Duration.ofSeconds(90),
                                    "acme")))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tributary.cluster=a b                          | tributary.cluster of 'a b'
          tributary.node=-x                              | tributary.node of '-x'
          tributary.datasource.maximum-pool-size=0       | tributary.datasource.maximum-pool-size of '0'
          tributary.sync.lanes=65                        | tributary.sync.lanes of '65'
          tributary.sync.poll=0s                         | tributary.sync.poll of 'PT0S'
          tributary.leader-election.drain=-1s            | tributary.leader-election.drain of 'PT-1S'
          tributary.leader-election.heartbeat=-1s        | tributary.leader-election.heartbeat of 'PT-1S'
          """)
  void aBadValueIsNamedWithItsPropertyAndTheWayOut(String property, String said) {
    FailureAnalysis analysis = failure(property);
    assertThat(analysis.getDescription()).contains(said);
    assertThat(analysis.getAction()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name=Acme!         | tributary.clients[0].name of 'Acme!'
          name=              | tributary.clients[0].name of ''
          source=            | tributary.clients[0].source is missing
          interval=0s        | tributary.clients[0].interval of 'PT0S' is not positive
          interval=1500ms    | tributary.clients[0].interval of 'PT1.5S' is no whole number of seconds
          """)
  void aBadClientIsNamedWithItsPlaceInTheList(String change, String said) {
    FailureAnalysis analysis =
        failure(
            "tributary.clients[0].name=acme",
            "tributary.clients[0].source=/data/acme.db",
            "tributary.clients[0]." + change);
    assertThat(analysis.getDescription()).contains(said);
    assertThat(analysis.getAction()).isNotBlank();
  }

  @Test
  void twoClientsOfOneNameAreRefused() {
    assertThat(
            failure(
                    "tributary.clients[0].name=acme",
                    "tributary.clients[0].source=/data/a.db",
                    "tributary.clients[1].name=acme",
                    "tributary.clients[1].source=/data/b.db")
                .getDescription())
        .isEqualTo("tributary.clients[1].name of 'acme' is there twice");
  }

  @Test
  void twoPasswordsAreRefusedWithoutShowingOne() {
    FailureAnalysis analysis =
        failure(
            "tributary.datasource.password=geheim", "tributary.datasource.password-file=/run/x");
    assertThat(analysis.getDescription()).contains("both set").doesNotContain("geheim");
  }

  @Test
  void aMisspeltPropertyIsAnError() {
    Contexts.runner()
        .withPropertyValues("tributary.leader-election.leese=15s")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasStackTraceContaining("tributary.leader-election.leese"));
  }

  @Test
  void noPasswordIsInTheTextOfTheProperties() {
    assertThat(
            new TributaryProperties.Datasource("postgresql://u:geheim@h/d", "u", "geheim", "", 1)
                .toString())
        .doesNotContain("geheim");
  }

  private static FailureAnalysis failure(String... properties) {
    FailureAnalysis[] analysis = new FailureAnalysis[1];
    Contexts.runner()
        .withPropertyValues(properties)
        .run(context -> analysis[0] = Contexts.analysis(context.getStartupFailure()));
    return analysis[0];
  }
}
