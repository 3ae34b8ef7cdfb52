package dev.tributary.spring;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.Ordered;

/**
 * Puts {@link LeaderOnlyCalls} before the methods that are {@link LeaderOnly}.
 *
 * <p>Before the scheduling of Spring sees the bean, so that it calls the proxy; outside of a
 * transaction, so that none is opened for nothing.
 */
final class LeaderOnlyProxies extends AbstractBeanFactoryAwareAdvisingPostProcessor
    implements SmartInitializingSingleton {
  private static final long serialVersionUID = 1L;

  private final transient Runnable requireElector;
  private final transient Set<Class<?>> guarded = ConcurrentHashMap.newKeySet();

  /**
   * @param requireElector fails when there is no elector
   */
  LeaderOnlyProxies(LeaderOnlyCalls calls, Runnable requireElector) {
    this.requireElector = requireElector;
    this.advisor = new DefaultPointcutAdvisor(pointcut(), calls);
    setProxyTargetClass(true);
    setBeforeExistingAdvisors(true);
    setOrder(Ordered.LOWEST_PRECEDENCE - 100);
  }

  private static ComposablePointcut pointcut() {
    return new ComposablePointcut((Pointcut) new AnnotationMatchingPointcut(LeaderOnly.class, true))
        .union((Pointcut) new AnnotationMatchingPointcut(null, LeaderOnly.class, true));
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String beanName) {
    Class<?> type = AopUtils.getTargetClass(bean);
    if (isEligible(type) && LeaderOnlyMethods.checkedIn(type)) {
      guarded.add(type);
    }
    return super.postProcessAfterInitialization(bean, beanName);
  }

  /** Without an elector the methods would never run, or worse, always. */
  @Override
  public void afterSingletonsInstantiated() {
    if (!guarded.isEmpty()) {
      requireElector.run();
    }
  }
}
