package dev.tributary.conflict;

import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictKind;
import dev.tributary.api.Reasoning;
import dev.tributary.api.Resolution;
import java.util.Objects;
import java.util.Optional;

/**
 * What happens when one side deleted a row that the other changed: a delete carries no time to
 * compare.
 */
public record DeleteRules(DeleteVsUpdate deleteVsUpdate, UpdateVsDelete updateVsDelete) {
  /** The app deleted the row, others changed its mirror. */
  public enum DeleteVsUpdate {
    /** The mirror keeps the row. */
    KEEP,
    /** The mirror's row goes to the archive. */
    DELETE,
    MANUAL
  }

  /** The app changed the row, others deleted its mirror. */
  public enum UpdateVsDelete {
    /** The mirror gets the row again. */
    REINSERT,
    /** The row stays away. */
    DELETE,
    MANUAL
  }

  public DeleteRules {
    Objects.requireNonNull(deleteVsUpdate, "deleteVsUpdate");
    Objects.requireNonNull(updateVsDelete, "updateVsDelete");
  }

  /** A row that somebody still works on stays or comes back. */
  public static DeleteRules defaults() {
    return new DeleteRules(DeleteVsUpdate.KEEP, UpdateVsDelete.REINSERT);
  }

  /** Decides iff one side has no row. */
  Optional<Resolution> resolve(Conflict conflict, Reasoning why) {
    if (conflict.source().isEmpty()) {
      return Optional.of(sourceGone(conflict.kind(), why));
    }
    return conflict.target().isEmpty() ? Optional.of(targetGone(why)) : Optional.empty();
  }

  private Resolution sourceGone(ConflictKind kind, Reasoning why) {
    if (kind == ConflictKind.NO_BASE) {
      return new Resolution.KeepTarget(why); // nobody knows that the app ever had it
    }
    return switch (deleteVsUpdate) {
      case KEEP -> new Resolution.KeepTarget(why);
      case DELETE -> new Resolution.TakeSource(why);
      case MANUAL -> new Resolution.Hold("the app deleted the row, others changed it", why);
    };
  }

  private Resolution targetGone(Reasoning why) {
    return switch (updateVsDelete) {
      case REINSERT -> new Resolution.TakeSource(why);
      case DELETE -> new Resolution.KeepTarget(why);
      case MANUAL -> new Resolution.Hold("the app changed the row, others deleted it", why);
    };
  }
}
