package dev.tributary.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.StateStore;
import dev.tributary.api.SyncEngine;
import dev.tributary.core.SyncScheduler;
import dev.tributary.core.metrics.LeadershipMeters;
import dev.tributary.core.metrics.StateMeters;
import dev.tributary.core.metrics.SyncMeters;
import dev.tributary.election.PostgresLeaderElector;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Nothing starts that was not asked for, and each bean gives way. No database is running here. */
final class ConditionsTest {
  private static final ConnectionSource AWAY =
      () -> {
        throw new SQLException("away", "08001");
      };

  @TempDir Path folder;

  private final ApplicationContextRunner runner =
      Contexts.runner().withPropertyValues("tributary.startup-check=off");

  private ApplicationContextRunner withDatabase() {
    return Contexts.withDatabase(runner, folder);
  }

  @Test
  void withoutConfigurationNothingIsThere() {
    runner.run(
        context ->
            assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(SyncDatabase.class)
                .doesNotHaveBean(LeaderElector.class)
                .doesNotHaveBean(StateStore.class)
                .doesNotHaveBean(SyncEngine.class)
                .doesNotHaveBean(NodeCondition.class)
                .doesNotHaveBean(Started.class)
                .doesNotHaveBean(MeterBinder.class));
  }

  @Test
  void aDatabaseAloneAsksForNothing() {
    withDatabase()
        .withBean(PGSimpleDataSource.class)
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(SyncDatabase.class)
                    .doesNotHaveBean(LeaderElector.class));
  }

  @Test
  void switchedOffAllElseIsIgnored() {
    withDatabase()
        .withPropertyValues(
            "tributary.enabled=false",
            "tributary.leader-election.enabled=true",
            "tributary.state.enabled=true",
            "tributary.clients[0].name=acme",
            "tributary.clients[0].source=/data/acme.db")
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(SyncDatabase.class)
                    .doesNotHaveBean(LeaderElector.class)
                    .doesNotHaveBean(SyncEngine.class));
  }

  @Test
  void namingAClientTurnsMirroringOn() {
    withDatabase()
        .withBean(HandElector.class)
        .withPropertyValues(
            "tributary.clients[0].name=acme", "tributary.clients[0].source=/data/acme.db")
        .run(context -> assertThat(context).hasSingleBean(SyncEngine.class));
  }

  @Test
  void mirroringCanBeSwitchedOffAllTheSame() {
    withDatabase()
        .withPropertyValues(
            "tributary.sync.enabled=false",
            "tributary.clients[0].name=acme",
            "tributary.clients[0].source=/data/acme.db")
        .run(context -> assertThat(context).doesNotHaveBean(SyncEngine.class));
  }

  @Test
  void anEngineWithoutAnElectorIsRefused() {
    withDatabase()
        .withPropertyValues(
            "tributary.sync.enabled=true", "tributary.leader-election.enabled=false")
        .run(
            context ->
                assertThat(Contexts.analysis(context.getStartupFailure()).getDescription())
                    .contains("tributary.leader-election.enabled of 'false'"));
  }

  @Test
  void theElectionAloneNeedsNoEngine() {
    withDatabase()
        .withPropertyValues("tributary.leader-election.enabled=true")
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(PostgresLeaderElector.class)
                    .hasSingleBean(NodeCondition.class)
                    .doesNotHaveBean(SyncEngine.class)
                    .doesNotHaveBean(StateStore.class)
                    .doesNotHaveBean(SyncScheduler.class));
  }

  @Test
  void anElectorOfTheApplicationIsTakenAndNotStarted() {
    withDatabase()
        .withBean(HandElector.class)
        .withPropertyValues("tributary.leader-election.enabled=true")
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(LeaderElector.class)
                    .doesNotHaveBean("tributaryElection"));
  }

  @Test
  void aLeaseThatIsTooShortIsNamed() {
    withDatabase()
        .withPropertyValues(
            "tributary.leader-election.enabled=true", "tributary.leader-election.lease=1s")
        .run(
            context ->
                assertThat(Contexts.analysis(context.getStartupFailure()).getDescription())
                    .startsWith("tributary.leader-election.lease of 'PT1S'"));
  }

  @Test
  void theStateStoreComesWhenItIsSwitchedOn() {
    withDatabase()
        .withPropertyValues("tributary.state.enabled=true")
        .withBean(SyncDatabase.class, () -> SyncDatabase.of(AWAY, AWAY))
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(StateStore.class)
                    .doesNotHaveBean(LeaderElector.class));
  }

  @Test
  void aStateStoreOfTheApplicationIsTaken() {
    StateStore own = StateStore.inMemory();
    withDatabase()
        .withPropertyValues("tributary.state.enabled=true")
        .withBean(StateStore.class, () -> own)
        .run(context -> assertThat(context.getBean(StateStore.class)).isSameAs(own));
  }

  @Test
  void aDatabaseOfTheApplicationIsTaken() {
    SyncDatabase own = SyncDatabase.of(AWAY, AWAY);
    withDatabase()
        .withPropertyValues("tributary.state.enabled=true")
        .withBean(SyncDatabase.class, () -> own)
        .run(context -> assertThat(context.getBean(SyncDatabase.class)).isSameAs(own));
  }

  @Test
  void withoutTheScheduleThereIsAnEngineForCallsByHand() {
    withDatabase()
        .withPropertyValues("tributary.sync.enabled=true")
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(SyncEngine.class)
                    .doesNotHaveBean(SyncScheduler.class)
                    .doesNotHaveBean(DeclaredClients.class));
  }

  @Test
  void aConfigurationOfConflictsThatIsNotThereIsNamed() {
    withDatabase()
        .withPropertyValues(
            "tributary.sync.enabled=true", "tributary.conflicts.configuration=classpath:no.json")
        .run(
            context ->
                assertThat(Contexts.analysis(context.getStartupFailure()).getDescription())
                    .startsWith("tributary.conflicts.configuration of 'classpath:no.json'"));
  }

  @Test
  void oneResolverOfTheApplicationDecidesAlone() {
    ConflictResolver own = ConflictResolver.targetWins();
    withDatabase()
        .withPropertyValues("tributary.sync.enabled=true")
        .withBean(ConflictResolver.class, () -> own)
        .run(
            context ->
                assertThat(
                        context
                            .getBean(ConflictPolicy.class)
                            .resolverFor(new ClientName("acme"), Map.of(), Optional.empty()))
                    .isSameAs(own));
  }

  @Test
  void amongSeveralResolversAConfigurationMustChoose() {
    withDatabase()
        .withPropertyValues("tributary.sync.enabled=true")
        .withBean("one", ConflictResolver.class, ConflictResolver::sourceWins)
        .withBean("two", ConflictResolver.class, ConflictResolver::targetWins)
        .run(
            context ->
                assertThat(Contexts.analysis(context.getStartupFailure()).getDescription())
                    .contains("[one, two]"));
  }

  @Test
  void withoutMicrometerThereAreNoMeters() {
    withDatabase()
        .withClassLoader(new FilteredClassLoader("io.micrometer.core"))
        .withPropertyValues("tributary.sync.enabled=true")
        .withBean(HandElector.class)
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(SyncEngine.class)
                    .doesNotHaveBean("tributarySyncMeters")
                    .doesNotHaveBean("tributaryLeadershipMeters"));
  }

  @Test
  void withoutTheActuatorThereIsNeitherHealthNorEndpoint() {
    withDatabase()
        .withConfiguration(
            AutoConfigurations.of(
                Boot4HealthAutoConfiguration.class,
                Boot3HealthAutoConfiguration.class,
                SyncEndpointAutoConfiguration.class))
        .withClassLoader(
            new FilteredClassLoader(
                "org.springframework.boot.actuate", "org.springframework.boot.health"))
        .withPropertyValues("tributary.sync.enabled=true")
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(SyncEngine.class)
                    .doesNotHaveBean("syncHealthIndicator")
                    .doesNotHaveBean(SyncEndpoint.class)
                    .doesNotHaveBean("syncInfoContributor"));
  }

  @Test
  void healthCanBeSwitchedOffByTheNameThatBootUses() {
    withDatabase()
        .withConfiguration(AutoConfigurations.of(Boot4HealthAutoConfiguration.class))
        .withPropertyValues("tributary.sync.enabled=true", "management.health.sync.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean("syncHealthIndicator"));
    withDatabase()
        .withConfiguration(AutoConfigurations.of(Boot4HealthAutoConfiguration.class))
        .withPropertyValues("tributary.sync.enabled=true")
        .run(context -> assertThat(context).hasBean("syncHealthIndicator"));
  }

  @Test
  void thereAreMetersOfWhatIsAskedFor() {
    withDatabase()
        .withPropertyValues("tributary.sync.enabled=true")
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(SyncMeters.class)
                    .hasSingleBean(LeadershipMeters.class)
                    .doesNotHaveBean(StateMeters.class));
    withDatabase()
        .withPropertyValues("tributary.state.enabled=true")
        .withBean(SyncDatabase.class, () -> SyncDatabase.of(AWAY, AWAY))
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(StateMeters.class)
                    .doesNotHaveBean(SyncMeters.class)
                    .doesNotHaveBean(LeadershipMeters.class));
  }

  @Test
  void metersOfTheApplicationAreTakenSoThatNothingIsCountedTwice() {
    SyncMeters own = new SyncMeters(InstantSource.system());
    withDatabase()
        .withPropertyValues("tributary.sync.enabled=true")
        .withBean(SyncMeters.class, () -> own)
        .run(context -> assertThat(context.getBean(SyncMeters.class)).isSameAs(own));
  }
}
