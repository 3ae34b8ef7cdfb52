package dev.tributary.api;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Why a conflict was decided as it was; kept in the conflict log.
 *
 * @param fields decisions field by field, where there were any
 * @param configVersion of the configuration that decided; empty text: none did
 */
public record Reasoning(
    ConflictStrategy strategy,
    Set<ConflictFlag> flags,
    Optional<Compared> compared,
    List<FieldDecision> fields,
    String configVersion) {
  public Reasoning {
    Objects.requireNonNull(strategy, "strategy");
    Objects.requireNonNull(compared, "compared");
    Objects.requireNonNull(configVersion, "configVersion");
    EnumSet<ConflictFlag> copy = EnumSet.noneOf(ConflictFlag.class);
    copy.addAll(flags);
    flags = Collections.unmodifiableSet(copy);
    fields = List.copyOf(fields);
  }

  /** Nothing but the strategy. */
  public static Reasoning of(ConflictStrategy strategy) {
    return new Reasoning(strategy, Set.of(), Optional.empty(), List.of(), "");
  }

  public Reasoning withStrategy(ConflictStrategy value) {
    return new Reasoning(value, flags, compared, fields, configVersion);
  }

  /** The same with these flags as well. */
  public Reasoning with(Set<ConflictFlag> more) {
    EnumSet<ConflictFlag> all = EnumSet.noneOf(ConflictFlag.class);
    all.addAll(flags);
    all.addAll(more);
    return new Reasoning(strategy, all, compared, fields, configVersion);
  }

  public Reasoning withCompared(Compared value) {
    return new Reasoning(strategy, flags, Optional.of(value), fields, configVersion);
  }

  public Reasoning withFields(List<FieldDecision> value) {
    return new Reasoning(strategy, flags, compared, value, configVersion);
  }

  public Reasoning withConfigVersion(String value) {
    return new Reasoning(strategy, flags, compared, fields, value);
  }
}
