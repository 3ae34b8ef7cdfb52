package dev.tributary.server.control;

import dev.tributary.api.ConfigurationInvalid;
import java.util.List;
import java.util.function.Consumer;

/**
 * What can be done with nodes on the host that they run on. A node is called by its name in the
 * table of hosts.
 *
 * <p>All throw {@link ConfigurationInvalid} with what the tool said when it fails, or when there is
 * no such node. To stop is to let the runs under way end: it may take half a minute.
 */
public interface NodeControl {
  /** {@code process}, {@code docker} or {@code systemd}. */
  String way();

  /** How a node stands; {@link Standing.State#UNKNOWN} when there is none of this name. */
  Standing standing(String node);

  /**
   * Starts the nodes, and leaves those alone that run.
   *
   * @param nodes their names, in the order of their roles: node-a, node-b
   */
  void deploy(List<String> nodes);

  void stop(String node);

  void restart(String node);

  /** Restarts it with the newest program that this host has. */
  void update(String node);

  /** The last lines of its log. */
  void log(String node, int lines, Consumer<String> sink);

  /** The last lines of its log and all that come, until the thread is interrupted. */
  void follow(String node, int lines, Consumer<String> sink);
}
