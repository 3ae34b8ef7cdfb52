package dev.tributary.server.control;

import dev.tributary.api.ConfigurationInvalid;
import java.util.List;
import java.util.stream.Collectors;

/** The ways in which this host may run nodes, the likeliest first. */
public record NodeControls(List<NodeControl> ways) {
  public NodeControls {
    ways = List.copyOf(ways);
  }

  /**
   * The way in which a node of this name runs here.
   *
   * @throws ConfigurationInvalid when it does in none, with what each of them says
   */
  public NodeControl of(String node) {
    return ways.stream()
        .filter(way -> way.standing(node).isKnown())
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationInvalid(
                    "no node %s on this host (%s); run the command where it is, or name it as the"
                            .formatted(node, said(node))
                        + " table of hosts does: tributary cluster status"));
  }

  private String said(String node) {
    return ways.stream()
        .map(way -> way.way() + ": " + way.standing(node).detail())
        .collect(Collectors.joining("; "));
  }

  /** Whether it runs here in any way. */
  public boolean knows(String node) {
    return ways.stream().anyMatch(way -> way.standing(node).isKnown());
  }
}
