package dev.tributary.spring;

import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.support.AopUtils;

/** Lets a call of a {@link LeaderOnly} method through while this node leads. */
final class LeaderOnlyCalls implements MethodInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderOnlyCalls.class);

  private final Supplier<LeaderElector> elector;
  private final Supplier<LeaderWorks> works;

  LeaderOnlyCalls(Supplier<LeaderElector> elector, Supplier<LeaderWorks> works) {
    this.elector = elector;
    this.works = works;
  }

  @Override
  public @Nullable Object invoke(MethodInvocation call) throws Throwable {
    LeaderOnly rule = LeaderOnlyMethods.rule(call.getMethod(), target(call));
    try {
      Optional<Leadership> leads = elector.get().current();
      if (leads.isEmpty()) {
        return refused(call, rule);
      }
      return asLeader(call, leads.get());
    } catch (LeadershipLost e) {
      if (rule.otherwise() == LeaderOnly.Otherwise.REFUSE) {
        throw e;
      }
      LOG.info("{} ended: {}", call.getMethod(), e.getMessage());
      return nothing(call.getMethod());
    }
  }

  private static Class<?> target(MethodInvocation call) {
    Object target = call.getThis();
    return target == null ? call.getMethod().getDeclaringClass() : AopUtils.getTargetClass(target);
  }

  private static @Nullable Object refused(MethodInvocation call, LeaderOnly rule) {
    if (rule.otherwise() == LeaderOnly.Otherwise.REFUSE) {
      throw new LeadershipLost("this node does not lead: " + call.getMethod() + " is not run");
    }
    LOG.debug("not leader, skipping {}", call.getMethod());
    return nothing(call.getMethod());
  }

  private static @Nullable Object nothing(Method method) {
    return method.getReturnType() == Optional.class ? Optional.empty() : null;
  }

  private @Nullable Object asLeader(MethodInvocation call, Leadership leadership) throws Throwable {
    LeaderWorks running = works.get();
    LeaderWork work = running.begin(leadership);
    try {
      return call.proceed();
    } catch (InterruptedException e) {
      if (!work.wasInterrupted()) {
        throw e;
      }
      throw new LeadershipLost("leadership ended during " + call.getMethod(), e);
    } finally {
      running.end(work);
    }
  }
}
