package dev.tributary.api;

/** There is no client of this name in the cluster. Nothing was changed. */
public final class UnknownClient extends SyncException {
  private static final long serialVersionUID = 1L;

  private final String client;

  public UnknownClient(String client, ClusterName cluster) {
    super(
        "client %s is not registered in cluster %s; a first sync or 'tributary client register' registers it"
            .formatted(Names.shown(client), cluster));
    this.client = client;
  }

  /** The name that was asked for; it may be none that a client can have. */
  public String client() {
    return client;
  }
}
