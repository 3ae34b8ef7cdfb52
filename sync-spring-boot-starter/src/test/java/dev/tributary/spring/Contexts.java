package dev.tributary.spring;

import java.nio.file.Path;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Application contexts as small as they can be, with all of the starter's configuration. */
final class Contexts {
  private Contexts() {}

  static ApplicationContextRunner runner() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                SyncDatabaseAutoConfiguration.class,
                EventsAutoConfiguration.class,
                StateStoreAutoConfiguration.class,
                SyncSchedulerAutoConfiguration.class,
                StartupLookAutoConfiguration.class,
                LeaderOnlyAutoConfiguration.class,
                LeaderElectionAutoConfiguration.class,
                SyncEngineAutoConfiguration.class,
                NodeConditionAutoConfiguration.class,
                SyncMetricsAutoConfiguration.class));
  }

  /** With an address where nobody answers, and a schedule that is switched off. */
  static ApplicationContextRunner withDatabase(ApplicationContextRunner runner, Path folder) {
    return runner.withPropertyValues(
        "tributary.datasource.url=postgresql://localhost:1/none",
        "tributary.datasource.password=x",
        "tributary.sync.scheduled=false",
        "tributary.data-directory=" + folder);
  }

  /** What the user reads when the start fails. */
  static FailureAnalysis analysis(Throwable failure) {
    FailureAnalysis analysis = new StartFailureAnalyzer().analyze(failure);
    if (analysis == null) {
      throw new AssertionError("nobody explains this", failure);
    }
    return analysis;
  }
}
