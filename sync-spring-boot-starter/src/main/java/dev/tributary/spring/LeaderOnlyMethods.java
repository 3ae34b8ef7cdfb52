package dev.tributary.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** Which methods are {@link LeaderOnly}, and whether the annotation can hold there. */
final class LeaderOnlyMethods {
  private LeaderOnlyMethods() {}

  /** The method's own rule, or its type's. */
  static LeaderOnly rule(Method method, Class<?> target) {
    LeaderOnly rule = find(method, target);
    if (rule == null) {
      throw new IllegalStateException(method + " is not @LeaderOnly");
    }
    return rule;
  }

  private static @Nullable LeaderOnly find(Method method, Class<?> target) {
    Method specific = ClassUtils.getMostSpecificMethod(method, target);
    LeaderOnly own = AnnotatedElementUtils.findMergedAnnotation(specific, LeaderOnly.class);
    return own != null ? own : AnnotatedElementUtils.findMergedAnnotation(target, LeaderOnly.class);
  }

  /**
   * @return whether the type has any such method
   * @throws CannotStart when the annotation stands where it would not be seen
   */
  static boolean checkedIn(Class<?> type) {
    Map<Method, LeaderOnly> found =
        MethodIntrospector.selectMethods(
            type,
            (MethodIntrospector.MetadataLookup<LeaderOnly>)
                method -> method.getDeclaringClass() == Object.class ? null : find(method, type));
    found.forEach((method, rule) -> check(method, rule, type));
    return !found.isEmpty();
  }

  private static void check(Method method, LeaderOnly rule, Class<?> type) {
    boolean own = AnnotatedElementUtils.hasAnnotation(method, LeaderOnly.class);
    int closed = Modifier.PRIVATE | Modifier.FINAL | Modifier.STATIC;
    if ((method.getModifiers() & closed) != 0) {
      if (own) {
        throw cannotHold(
            method + " is private, final or static: no proxy sees a call of it",
            "Make the method public or package-private, not final, and not static.");
      }
      return; // of a type that is @LeaderOnly: called by its other methods
    }
    boolean skips = rule.otherwise() == LeaderOnly.Otherwise.SKIP;
    Class<?> result = method.getReturnType();
    if (skips && result != void.class && result != Optional.class) {
      throw cannotHold(
          "%s of %s returns a %s, and there is none while another node leads"
              .formatted(method.getName(), type.getName(), result.getSimpleName()),
          "Return void or an Optional, or use @LeaderOnly(otherwise = REFUSE).");
    }
  }

  static CannotStart cannotHold(String problem, String wayOut) {
    return new CannotStart("@LeaderOnly cannot hold: " + problem, wayOut);
  }
}
