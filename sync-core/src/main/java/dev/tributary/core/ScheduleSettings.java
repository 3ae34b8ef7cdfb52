package dev.tributary.core;

import dev.tributary.api.ConfigurationInvalid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Numbers of a {@link SyncScheduler}.
 *
 * @param lanes how many clients are synced at the same time
 * @param poll how soon a change of the schedule, or a job, is seen
 * @param heartbeat how often a node says in {@code hosts} that it is there
 * @param silence after which the leader marks another node as offline
 * @param drain how long {@link SyncScheduler#close()} waits for the runs under way
 * @param restores the only folder that a job may restore into; empty: such jobs are refused
 */
public record ScheduleSettings(
    int lanes,
    Duration poll,
    Duration heartbeat,
    Duration silence,
    Duration drain,
    Optional<Path> restores) {

  public ScheduleSettings {
    if (lanes < 1 || lanes > 64) {
      throw new ConfigurationInvalid("lanes of " + lanes + " are out of range: 1 to 64");
    }
    requirePositive(poll, "poll");
    requirePositive(heartbeat, "heartbeat");
    requirePositive(silence, "silence");
    requirePositive(drain, "drain");
    Objects.requireNonNull(restores, "restores");
    if (silence.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new ConfigurationInvalid(
          "silence of %s is less than two heartbeats of %s".formatted(silence, heartbeat));
    }
  }

  /** Four lanes, a look every second, a heartbeat every 30 s, offline after 5 minutes. */
  public static ScheduleSettings defaults() {
    return new ScheduleSettings(
        4,
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofSeconds(20),
        Optional.empty());
  }

  public ScheduleSettings withLanes(int value) {
    return new ScheduleSettings(value, poll, heartbeat, silence, drain, restores);
  }

  public ScheduleSettings withPoll(Duration value) {
    return new ScheduleSettings(lanes, value, heartbeat, silence, drain, restores);
  }

  /** Another heartbeat; the silence grows with it where it must. */
  public ScheduleSettings withHeartbeat(Duration value) {
    Duration least = value.multipliedBy(2);
    Duration longer = silence.compareTo(least) < 0 ? least : silence;
    return new ScheduleSettings(lanes, poll, value, longer, drain, restores);
  }

  public ScheduleSettings withSilence(Duration value) {
    return new ScheduleSettings(lanes, poll, heartbeat, value, drain, restores);
  }

  public ScheduleSettings withDrain(Duration value) {
    return new ScheduleSettings(lanes, poll, heartbeat, silence, value, restores);
  }

  public ScheduleSettings withRestores(Path value) {
    Path folder = value.toAbsolutePath().normalize();
    return new ScheduleSettings(lanes, poll, heartbeat, silence, drain, Optional.of(folder));
  }

  private static void requirePositive(Duration value, String name) {
    Objects.requireNonNull(value, name);
    if (value.isNegative() || value.isZero()) {
      throw new ConfigurationInvalid(name + " must be positive, was " + value);
    }
  }
}
