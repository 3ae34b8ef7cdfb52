package dev.tributary.server.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Everything that a node can be told, under the same name in a file and in the environment. */
public enum NodeOption {
  DATABASE_URL("", Kind.ADDRESS, "postgresql:// or jdbc: address of PostgreSQL"),
  DATABASE_PASSWORD("", Kind.SECRET, "its password; better in a file"),
  DATABASE_PASSWORD_FILE("", Kind.PLAIN, "the file with its password"),
  SUPABASE_PROJECT_REF("", Kind.PLAIN, "its project; the best open way is used"),
  SUPABASE_REGION("", Kind.PLAIN, "the first part of its poolers' name: aws-0-eu-central-1"),
  SUPABASE_CA_FILE("", Kind.PLAIN, "PEM file: its root certificate; else Java's authorities"),
  DATABASE_USER("sync_service", Kind.PLAIN, "who connects to the project"),
  CLUSTER_NAME("HOST_NAME, else default", Kind.PLAIN, "the cluster"),
  HOST_NAME("the host's own", Kind.PLAIN, "the name of this host"),
  NODE_NAME("HOST_NAME-ROLE", Kind.PLAIN, "the name of this node; keep it over restarts"),
  ROLE("", Kind.PLAIN, "node-a, node-b, primary or secondary: a name and a port"),
  API_PORT("9443; 9444 for node-b", Kind.PLAIN, "where HTTP is answered; 0: any free port"),
  API_ADDRESS("127.0.0.1; 0.0.0.0 with TOKENS_FILE", Kind.PLAIN, "on which address"),
  API_URL("from address and port", Kind.PLAIN, "how other nodes and people reach it"),
  API_MAX_BODY_BYTES("2097152", Kind.PLAIN, "the largest body of a request"),
  OPEN_PATHS("health,metrics", Kind.PLAIN, "what needs no credentials, or none"),
  TOKENS_FILE("", Kind.PLAIN, "who may ask: lines of name, role, and token or certificate"),
  TLS_CERTIFICATE("", Kind.PLAIN, "PEM file with the chain; read again when it changes"),
  TLS_PRIVATE_KEY("", Kind.PLAIN, "PEM file with the key"),
  TLS_CLIENT_CA("", Kind.PLAIN, "PEM file: certificates of callers that it signed are asked for"),
  LEASE_DURATION("60", Kind.PLAIN, "seconds; the longest time without a leader"),
  HEARTBEAT_INTERVAL("30", Kind.PLAIN, "seconds; at most half of the lease"),
  CACHE_TTL("300", Kind.PLAIN, "seconds that a cached state may be used without news"),
  MAX_SYNC_WORKERS("4", Kind.PLAIN, "clients synced at the same time"),
  CONFLICT_RESOLUTION_CONFIG("", Kind.PLAIN, "who wins a conflict; read again when it changes"),
  SYNC_INTERVALS_CONFIG("", Kind.PLAIN, "presets and intervals; read again when it changes"),
  RESTORE_DIRECTORY("", Kind.PLAIN, "the only folder that a restore by HTTP writes to"),
  DISCOVER_SOURCES("", Kind.PLAIN, "where files of clients are found: PATTERN=NAME; PATTERN=NAME"),
  DISCOVER_INTERVAL("60", Kind.PLAIN, "seconds between two looks for files"),
  DISCOVER_START("yes", Kind.PLAIN, "yes or no: a file that was found is synced at once"),
  DISCOVER_FOLLOW("no", Kind.PLAIN, "yes or no: a client follows its file to another place"),
  LOG_LEVEL("info", Kind.PLAIN, "error, warn, info or debug"),
  LOG_FILE(
      "standard error", Kind.PLAIN, "a file for the log; it and four older ones have 10 MB each"),
  SECRETS_DIRECTORY("", Kind.PLAIN, "a folder with one file for each option, named like it"),
  // Of the prototype. They are taken, and decide nothing.
  SUPABASE_URL("", Kind.IGNORED, "DATABASE_URL says it"),
  HOST_ID("", Kind.IGNORED, "a node's row is found by its name"),
  BATCH_SIZE("", Kind.IGNORED, "batches follow from the rows"),
  ENABLE_METRICS("", Kind.IGNORED, "metrics are always there"),
  DEBUG_MODE("", Kind.IGNORED, "LOG_LEVEL says it"),
  LOG_FORMAT("", Kind.IGNORED, "the log has one form");

  private final String otherwise;
  private final Kind kind;
  private final String meaning;

  /** How a value is shown. */
  enum Kind {
    PLAIN,
    /** May hold a password. */
    ADDRESS,
    SECRET,
    IGNORED
  }

  NodeOption(String otherwise, Kind kind, String meaning) {
    this.otherwise = otherwise;
    this.kind = kind;
    this.meaning = meaning;
  }

  /** By its name in any case, as files of secrets are often in lower case. */
  static Optional<NodeOption> named(String name) {
    String upper = name.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(values()).filter(option -> option.name().equals(upper)).findFirst();
  }

  /** What holds where nobody says anything; empty text: nothing. */
  public String otherwise() {
    return otherwise;
  }

  public String meaning() {
    return meaning;
  }

  Kind kind() {
    return kind;
  }

  /** False: it is taken, and ignored. */
  public boolean decides() {
    return kind != Kind.IGNORED;
  }
}
