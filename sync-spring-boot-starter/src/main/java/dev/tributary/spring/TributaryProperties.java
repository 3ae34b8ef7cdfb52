package dev.tributary.spring;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What stands under {@code tributary} in the application's configuration. A key that is not known
 * is an error, since a misspelt one would be a silent default.
 *
 * @param enabled whether anything of Tributary is configured at all
 * @param cluster the nodes that elect one leader; the database role serves one cluster
 * @param node display name of this process among the nodes; empty: the name of the host
 * @param dataDirectory for private copies and the local index, all of which may be lost; empty:
 *     tributary/engine in $XDG_DATA_HOME, or in .local/share of the user's home
 * @param startupCheck what happens when database, schema, role or files are not as needed at the
 *     start
 * @param allowSuperuser whether the database role may be a superuser or another administrator
 * @param clients the SQLite files to mirror; naming one turns mirroring on
 */
@ConfigurationProperties(prefix = "tributary", ignoreUnknownFields = false)
public record TributaryProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("default") String cluster,
    @DefaultValue("") String node,
    @DefaultValue("") String dataDirectory,
    @DefaultValue("fail") StartupCheck startupCheck,
    @DefaultValue("false") boolean allowSuperuser,
    @DefaultValue Datasource datasource,
    @DefaultValue LeaderElection leaderElection,
    @DefaultValue State state,
    @DefaultValue Sync sync,
    @DefaultValue Conflicts conflicts,
    @DefaultValue List<Client> clients) {

  public TributaryProperties {
    clients = List.copyOf(clients);
    PropertyChecks.cluster(cluster);
    PropertyChecks.node(node);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < clients.size(); i++) {
      PropertyChecks.client(i, clients.get(i), names);
    }
  }

  /** What happens when the start finds something missing. */
  public enum StartupCheck {
    /** The application does not start. */
    FAIL,
    /** A line in the log; the node goes on and tries again. */
    WARN,
    /** Nothing is looked at. */
    OFF
  }

  /**
   * A database of Tributary's own. Without it, the application's DataSource is used.
   *
   * @param url postgresql:// or jdbc:postgresql: address; empty: the application's DataSource
   * @param username the role of the node, unless the address names one
   * @param password of the role
   * @param passwordFile a file whose first line is the password, such as a container's secret
   * @param maximumPoolSize most pooled connections; each lane uses up to three in a first load
   */
  public record Datasource(
      @DefaultValue("") String url,
      @DefaultValue("") String username,
      @DefaultValue("") String password,
      @DefaultValue("") String passwordFile,
      @DefaultValue("10") int maximumPoolSize) {

    public Datasource {
      PropertyChecks.poolSize(maximumPoolSize);
      PropertyChecks.onePassword(password, passwordFile);
    }

    @Override
    public String toString() {
      return "Datasource[username=" + username + "]"; // an address may hold a password
    }
  }

  /**
   * Leader election; mirroring needs it and turns it on.
   *
   * @param enabled whether this process takes part in the election
   * @param lease how long a node leads without renewal: the longest time without a leader
   * @param heartbeat how often the lease is renewed; zero: three times in its life
   * @param drain how long the work of a leader that steps down may go on before it is interrupted
   */
  public record LeaderElection(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("60s") Duration lease,
      @DefaultValue("0s") Duration heartbeat,
      @DefaultValue("10s") Duration drain) {

    public LeaderElection {
      PropertyChecks.notNegative("tributary.leader-election.heartbeat", heartbeat);
      PropertyChecks.notNegative("tributary.leader-election.drain", drain);
    }
  }

  /**
   * The cluster-wide store of small JSON values.
   *
   * @param enabled whether there is a StateStore
   */
  public record State(@DefaultValue("false") boolean enabled) {}

  /**
   * Mirroring SQLite files.
   *
   * @param enabled whether there is a SyncEngine; on when clients are named
   * @param scheduled whether clients are synced when they are due; without, only when asked
   * @param lanes how many clients are synced at the same time
   * @param poll how soon a change of the schedule, or a job, is seen
   */
  public record Sync(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("true") boolean scheduled,
      @DefaultValue("4") int lanes,
      @DefaultValue("1s") Duration poll) {

    public Sync {
      PropertyChecks.lanes(lanes);
      PropertyChecks.positive("tributary.sync.poll", poll);
    }
  }

  /**
   * Rows that others changed in PostgreSQL and the app changed as well.
   *
   * @param configuration where the JSON is that says which strategy decides in which table, such as
   *     classpath:conflict-resolution.json; empty: a ConflictResolver bean, else what the client's
   *     own configuration says, else newest_wins on updated_at
   */
  public record Conflicts(@DefaultValue("") String configuration) {}

  /**
   * One SQLite file and the PostgreSQL schema that mirrors it.
   *
   * @param name lower case letters, digits, - and _; the schema is client_NAME unless chosen
   * @param source path of the SQLite file
   * @param interval how often it is synced
   * @param schema another name for the schema; counts only when the client is new
   */
  public record Client(
      @DefaultValue("") String name,
      @DefaultValue("") String source,
      @DefaultValue("5m") Duration interval,
      @DefaultValue("") String schema) {}
}
