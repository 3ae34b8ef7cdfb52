package dev.tributary.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method runs only while this node leads; on a type, all its methods. Works for scheduled
 * methods as well.
 *
 * <p>While another node leads, a call returns at once and does nothing, or is refused: see {@link
 * #otherwise}. When leadership ends during a call, its thread is interrupted; if it was given up
 * freely, only after the time of {@code tributary.leader-election.drain}. A thread that ignores the
 * interrupt goes on: what must never happen twice belongs into {@code Leadership.callFenced}.
 *
 * <p>The method is reached through a proxy: it must be neither private nor final nor static, and a
 * call from within the same object is not seen. The start fails where the annotation cannot hold.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface LeaderOnly {

  /** What a call does while this node does not lead. */
  Otherwise otherwise() default Otherwise.SKIP;

  /** What a call does while this node does not lead. */
  enum Otherwise {
    /** Returns at once; the method must return void or an Optional, which is then empty. */
    SKIP,
    /** Throws {@link dev.tributary.api.LeadershipLost}. */
    REFUSE
  }
}
