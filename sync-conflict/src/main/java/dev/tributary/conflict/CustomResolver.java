package dev.tributary.conflict;

import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictFlag;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConflictStrategy;
import dev.tributary.api.Reasoning;
import dev.tributary.api.Resolution;
import java.util.Objects;
import java.util.Set;

/** A resolver of somebody else: what it throws holds the row and is kept with it. */
final class CustomResolver implements ConflictResolver {
  private static final Reasoning WHY = Reasoning.of(ConflictStrategy.CUSTOM);

  private final ConflictResolver resolver;

  CustomResolver(ConflictResolver resolver) {
    this.resolver = Objects.requireNonNull(resolver, "resolver");
  }

  @Override
  public Resolution resolve(Conflict conflict) {
    try {
      Resolution resolution = resolver.resolve(conflict);
      return resolution.because(resolution.why().withStrategy(ConflictStrategy.CUSTOM));
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      return new Resolution.Hold(
          resolver.getClass().getName() + " failed: " + e, WHY.with(Set.of(ConflictFlag.ERROR)));
    }
  }
}
