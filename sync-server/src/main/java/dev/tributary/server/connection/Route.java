package dev.tributary.server.connection;

/** What is between a node and its database, the best first. */
public enum Route {
  /** Nothing: every feature works. */
  DIRECT("direct"),
  /** A pooler that keeps one connection of the database for one of ours: every feature works. */
  SESSION_POOLER("session pooler"),
  /** A pooler that lends a connection for one transaction: no LISTEN, so failover is slower. */
  TRANSACTION_POOLER("transaction pooler");

  private static final String POOLERS = ".pooler.supabase.com";
  private static final int TRANSACTION_PORT = 6543;

  private final String words;

  Route(String words) {
    this.words = words;
  }

  /** As far as host and port tell: of other poolers nothing is known. */
  static Route of(String host, int port) {
    if (port == TRANSACTION_PORT) {
      return TRANSACTION_POOLER;
    }
    return host.endsWith(POOLERS) ? SESSION_POOLER : DIRECT;
  }

  public String words() {
    return words;
  }
}
