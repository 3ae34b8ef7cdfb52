package dev.tributary.api;

/**
 * Hears when this node gains and loses leadership.
 *
 * <p>Each {@code gained} is followed by exactly one {@code lost}, in order, on one thread that the
 * elector owns and that does nothing else: a slow listener delays no heartbeat, but hears late. So
 * a {@code gained} may be heard when it is over already; {@link Leadership#isValid()} tells. What a
 * listener throws is logged and harms nobody. {@link LeaderElector#close()} waits, for a bounded
 * time, until the last {@code lost} was heard, and gives the lease up only then.
 */
public interface LeadershipListener {

  /** This node leads. The object is the one of {@link LeaderElector#current()}. */
  default void gained(Leadership leadership) {}

  /** The grant is over; {@code leadership} is the object of the {@code gained} before. */
  default void lost(Leadership leadership, LossReason reason) {}

  /** Hears nothing. */
  LeadershipListener NONE = new LeadershipListener() {};
}
