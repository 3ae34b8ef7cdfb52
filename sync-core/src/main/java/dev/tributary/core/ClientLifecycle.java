package dev.tributary.core;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.UnknownClient;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.lifecycle.ClientActs;
import dev.tributary.core.internal.lifecycle.ClientActs.ItsData;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of a cluster's clients as a whole. Each act is one transaction in the audit log; a
 * run under way commits nothing after it. All throw {@link UnknownClient} for a client that is none
 * of the cluster's.
 *
 * <p>Registering, and when a client is synced: {@link SyncClients}.
 */
public final class ClientLifecycle {
  private static final String DELETE = "DELETE";

  private final ClientActs acts;
  private final ClusterName cluster;

  public ClientLifecycle(ConnectionSource connections, ClusterName cluster) {
    this.cluster = Objects.requireNonNull(cluster, "cluster");
    this.acts =
        new ClientActs(
            new Database(Objects.requireNonNull(connections, "connections")), this.cluster);
  }

  /**
   * Lets the next run follow the file although a guard holds the client. It counts for the version
   * of the file that was held alone: if the app has written since, the guards judge anew.
   *
   * @throws ConfigurationInvalid when nothing is held, or the hold is none to confirm (the file is
   *     gone or empty), or the name typed is not the client's
   */
  public void confirmHold(ClientName client, Confirmation name, String actor) {
    name.require(client.value(), "following the file of client " + client);
    acts.confirmHold(client, actor);
  }

  /**
   * Another name. Conflicts, quarantine, history, the entry {@code deployment.<client>} of the
   * state and what waits to be run follow; the audit log keeps both names.
   *
   * @param schema its new name; empty: it stays as it is
   * @return the schema that the client has now
   * @throws ConfigurationInvalid when name or schema are taken or not allowed
   */
  public String rename(ClientName client, ClientName name, Optional<String> schema, String actor) {
    return acts.rename(client, name, schema, actor);
  }

  /**
   * The same file at another place. Another file there is noticed by the guards of a run.
   *
   * @param source absolute; the leader must see the file there
   */
  public void relocate(ClientName client, Path source, String actor) {
    requireAbsolute(source);
    acts.relocate(client, source, actor);
  }

  /**
   * Gives the client to another cluster, whose nodes read its base again; nobody of this cluster
   * sees or writes it any more. Only for an administrator.
   *
   * @param source where the other cluster's nodes see the file; empty: at the same place
   * @throws ConfigurationInvalid when the other cluster has no role, or has a client with that file
   */
  public void move(ClientName client, ClusterName to, Optional<Path> source, String actor) {
    source.ifPresent(ClientLifecycle::requireAbsolute);
    if (to.equals(cluster)) {
      throw new ConfigurationInvalid(
          "client %s belongs to cluster %s already".formatted(client, to));
    }
    acts.move(client, to, source, actor);
  }

  /**
   * Ends the sync of a client and forgets it; its schema stays with its data, closed to the nodes.
   *
   * @param name the client's name, typed
   * @return the schema that stays
   */
  public String deregister(ClientName client, Confirmation name, String actor) {
    requireName(client, name);
    return acts.deregister(client, ItsData.KEPT, actor);
  }

  /**
   * As {@link #deregister}, and drops the schema with all its data. Only for an administrator.
   *
   * @param delete the word DELETE, typed
   * @return the schema that is gone
   */
  public String deregisterWithData(
      ClientName client, Confirmation name, Confirmation delete, String actor) {
    requireName(client, name);
    delete.require(DELETE, "dropping the data of client " + client);
    return acts.deregister(client, ItsData.DROPPED, actor);
  }

  private static void requireName(ClientName client, Confirmation name) {
    name.require(client.value(), "deregistering client " + client);
  }

  private static void requireAbsolute(Path source) {
    if (!source.isAbsolute()) {
      throw new ConfigurationInvalid("the source must be an absolute path, was " + source);
    }
  }
}
