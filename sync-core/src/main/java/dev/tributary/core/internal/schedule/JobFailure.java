package dev.tributary.core.internal.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.RowRejected;
import dev.tributary.api.SourceUnavailable;
import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.api.UnknownClient;
import java.util.Objects;

/**
 * Why a job failed, as it stands in its row; whoever waits for the job gets the same failure.
 *
 * @param message never empty
 */
public record JobFailure(Kind kind, String message) {

  /** What the one who asked can do about it. */
  public enum Kind {
    /** A person must mend something first. */
    CONFIGURATION,
    /** The file is away, locked or cut off. */
    SOURCE,
    /** PostgreSQL is away, or another run came in between. */
    TARGET,
    /** The term ended; the next leader takes the job up. */
    LEADERSHIP,
    /** A fault of this program. */
    UNEXPECTED
  }

  public JobFailure {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(message, "message");
  }

  static JobFailure of(Throwable e) {
    return new JobFailure(kindOf(e), e.getMessage() == null ? e.toString() : e.getMessage());
  }

  private static Kind kindOf(Throwable e) {
    if (e instanceof ConfigurationInvalid
        || e instanceof RowRejected
        || e instanceof UnknownClient) {
      return Kind.CONFIGURATION;
    } else if (e instanceof SourceUnavailable) {
      return Kind.SOURCE;
    } else if (e instanceof TargetUnavailable) {
      return Kind.TARGET;
    }
    return e instanceof LeadershipLost ? Kind.LEADERSHIP : Kind.UNEXPECTED;
  }

  /** The failure again, on the side of the one who waits. */
  public SyncException toException() {
    return switch (kind) {
      case SOURCE -> new SourceUnavailable(message);
      case TARGET -> new TargetUnavailable(message);
      case LEADERSHIP -> new LeadershipLost(message);
      case CONFIGURATION, UNEXPECTED -> new ConfigurationInvalid(message);
    };
  }

  String json() {
    ObjectNode node = Documents.object();
    node.put("kind", kind.name());
    node.put("message", message.replace('\0', '?'));
    return Documents.text(node);
  }

  /**
   * @param otherwise the message of a failure that was recorded without a kind
   */
  static JobFailure read(String details, String otherwise) {
    JsonNode node = Documents.read(details);
    return node.has("kind")
        ? new JobFailure(
            Kind.valueOf(node.path("kind").asText()), node.path("message").asText(otherwise))
        : new JobFailure(Kind.UNEXPECTED, otherwise);
  }
}
