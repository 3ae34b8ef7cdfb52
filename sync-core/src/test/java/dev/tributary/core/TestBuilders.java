package dev.tributary.core;

import dev.tributary.core.internal.run.EngineSettings;
import dev.tributary.core.internal.state.StateSettings;

/** Builders with the settings that only tests may change. */
public final class TestBuilders {
  private TestBuilders() {}

  public static MirrorEngine.Builder engine(EngineSettings.Limits limits) {
    return MirrorEngine.builder().limits(limits);
  }

  public static PostgresStateStore.Builder store(StateSettings settings) {
    return PostgresStateStore.builder().settings(settings);
  }
}
