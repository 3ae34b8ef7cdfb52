package dev.tributary.server.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.connection.Finding.Outcome;
import dev.tributary.server.database.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionSelectorTest {
  private static final SupabaseProject PROJECT =
      new SupabaseProject(
          "abcdefghijklmnopqrst",
          Optional.of("aws-0-eu-central-1"),
          "sync_service",
          Optional.empty());

  @Test
  void theDatabaseItselfIsBest() {
    Selection selection = select(Set.of(Route.DIRECT, Route.SESSION_POOLER));
    assertThat(selection.require().address())
        .isEqualTo("postgresql://sync_service@db.abcdefghijklmnopqrst.supabase.co:5432/postgres");
    assertThat(selection.findings()).hasSize(1);
    assertThat(selection.remedy()).isEmpty();
  }

  @Test
  void withoutIpv6TheSessionPoolerIsTakenAsTheUserOfTheProject() {
    Selection selection = select(Set.of(Route.SESSION_POOLER, Route.TRANSACTION_POOLER));
    assertThat(selection.require().address())
        .isEqualTo(
            "postgresql://sync_service.abcdefghijklmnopqrst"
                + "@aws-0-eu-central-1.pooler.supabase.com:5432/postgres");
    assertThat(selection.remedy()).hasValueSatisfying(text -> assertThat(text).contains("IPv6"));
  }

  @Test
  void theTransactionPoolerIsTheLastResortAndPreparesNothing() {
    Way way = select(Set.of(Route.TRANSACTION_POOLER)).require();
    assertThat(way.port()).isEqualTo(6543);
    assertThat(way.url().properties())
        .containsEntry("prepareThreshold", "0")
        .containsEntry("user", "sync_service.abcdefghijklmnopqrst")
        .containsEntry("sslmode", "verify-full");
  }

  @Test
  void whereNoWayIsOpenEachIsNamedWithWhatWasFound() {
    assertThatThrownBy(() -> select(Set.of()).require())
        .isInstanceOf(TargetUnavailable.class)
        .hasMessageContainingAll(
            "direct db.abcdefghijklmnopqrst.supabase.co:5432: no route",
            "session pooler aws-0-eu-central-1.pooler.supabase.com:5432: no route",
            "transaction pooler aws-0-eu-central-1.pooler.supabase.com:6543: no route");
  }

  @Test
  void aProjectWithoutRegionHasNoPooler() {
    SupabaseProject project =
        new SupabaseProject("abcdefgh", Optional.empty(), "postgres", Optional.empty());
    assertThat(project.ways()).extracting(Way::route).containsExactly(Route.DIRECT);
  }

  @Test
  void aRoleThatHasTheProjectInItsNameGetsItOnceAndOnlyAtThePoolers() {
    SupabaseProject project =
        new SupabaseProject(
            "abcdefgh", Optional.of("eu-west-1"), "postgres.abcdefgh", Optional.empty());
    assertThat(project.ways())
        .extracting(way -> way.url().user().orElseThrow())
        .containsExactly("postgres", "postgres.abcdefgh", "postgres.abcdefgh");
  }

  @Test
  void theEnvironmentNamesProjectUserAndRootCertificate() {
    Surroundings around =
        new Surroundings(
            Map.of(
                "SUPABASE_PROJECT_REF", "abcdefgh",
                "SUPABASE_REGION", "eu-west-1",
                "DATABASE_USER", "sync a",
                "SUPABASE_CA_FILE", "/etc/tributary/supabase ca.pem"),
            Path.of("/root"),
            "host",
            1);
    Way direct = SupabaseProject.of(around).orElseThrow().ways().get(0);
    assertThat(direct.address())
        .isEqualTo(
            "postgresql://sync%20a@db.abcdefgh.supabase.co:5432/postgres"
                + "?sslrootcert=%2Fetc%2Ftributary%2Fsupabase%20ca.pem");
    assertThat(DatabaseUrl.parse(direct.address()).properties())
        .containsEntry("user", "sync a")
        .containsEntry("sslrootcert", "/etc/tributary/supabase ca.pem")
        .doesNotContainKey("sslfactory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ab", "ABCDEFGH", "abcdefgh.supabase.co", "a b c d", "x/../y", "x@y.z"})
  void aWrongProjectIsNamedWithItsValue(String ref) {
    assertThatThrownBy(
            () -> new SupabaseProject(ref, Optional.empty(), "sync_service", Optional.empty()))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("SUPABASE_PROJECT_REF '" + ref + "'");
  }

  @Test
  void aWrongRegionIsNamedWithItsValueAndTheWayOut() {
    assertThatThrownBy(
            () ->
                new SupabaseProject(
                    "abcdefgh", Optional.of("Frankfurt am Main"), "x", Optional.empty()))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContainingAll("SUPABASE_REGION 'Frankfurt am Main'", "aws-0-eu-central-1");
  }

  @Test
  void anyOtherAddressHasItsHostsAsWays() {
    List<Way> ways =
        Way.of(
            DatabaseUrl.parse("postgresql://u:p%40ss@one.example,[::1]:6543/app?sslmode=disable"));
    assertThat(ways).extracting(Way::host).containsExactly("one.example", "::1");
    assertThat(ways).extracting(Way::route).containsExactly(Route.DIRECT, Route.TRANSACTION_POOLER);
    assertThat(ways.get(0).address())
        .isEqualTo("postgresql://u@one.example:5432,[::1]:6543/app")
        .doesNotContain("ss");
  }

  @Test
  void realSocketsAreOpenOrRefused() throws IOException {
    Probe probe = Probe.overSockets(Duration.ofSeconds(5));
    ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Way way = local(listener.getLocalPort());
    assertThat(probe.tryOut(way).outcome()).isEqualTo(Outcome.OPEN);
    listener.close();
    assertThat(probe.tryOut(way).outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void aNameWithoutAddressIsSaidToHaveNone() {
    Way way = Way.of(DatabaseUrl.parse("postgresql://nowhere.invalid/x")).get(0);
    assertThat(Probe.overSockets(Duration.ofSeconds(20)).tryOut(way).outcome())
        .isEqualTo(Outcome.UNKNOWN_NAME);
  }

  private static Way local(int port) {
    return Way.of(DatabaseUrl.parse("postgresql://127.0.0.1:" + port + "/x")).get(0);
  }

  private static Selection select(Set<Route> open) {
    Set<Route> routes = open.stream().collect(Collectors.toUnmodifiableSet());
    return new ConnectionSelector(
            way ->
                routes.contains(way.route())
                    ? new Finding(way, Outcome.OPEN, "open")
                    : new Finding(way, Outcome.NO_ROUTE, "no route"))
        .select(PROJECT.ways());
  }
}
