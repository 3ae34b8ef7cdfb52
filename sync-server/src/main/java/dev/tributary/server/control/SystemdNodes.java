package dev.tributary.server.control;

import dev.tributary.server.control.Standing.State;
import java.util.List;
import java.util.function.Consumer;

/** Nodes as services of systemd: {@code tributary@NODE.service}. */
public final class SystemdNodes implements NodeControl {
  private final Tool systemctl;
  private final Tool journalctl;

  public SystemdNodes(Tool systemctl, Tool journalctl) {
    this.systemctl = systemctl;
    this.journalctl = journalctl;
  }

  @Override
  public String way() {
    return "systemd";
  }

  private static String unit(String node) {
    return "tributary@" + node + ".service";
  }

  @Override
  public Standing standing(String node) {
    Tool.Ran ran =
        systemctl.run("show", "--property=LoadState,ActiveState,MainPID,UnitFileState", unit(node));
    String active = value(ran, "ActiveState");
    boolean enabled = value(ran, "UnitFileState").startsWith("enabled");
    // A template makes every name a unit: one that neither runs nor is enabled is nobody's.
    if (!ran.well() || active.isEmpty() || active.equals("inactive") && !enabled) {
      return new Standing(State.UNKNOWN, "no unit " + unit(node));
    }
    boolean runs = active.equals("active") || active.equals("activating");
    String process = runs ? ", process " + value(ran, "MainPID") : "";
    return new Standing(runs ? State.RUNNING : State.STOPPED, "unit " + active + process);
  }

  private static String value(Tool.Ran ran, String name) {
    String begins = name + "=";
    return ran.lines().stream()
        .filter(line -> line.startsWith(begins))
        .map(line -> line.substring(begins.length()).strip())
        .findFirst()
        .orElse("");
  }

  @Override
  public void deploy(List<String> nodes) {
    for (String node : nodes) {
      systemctl.require("start " + unit(node), "enable", "--now", unit(node));
    }
  }

  @Override
  public void stop(String node) {
    systemctl.require("stop " + unit(node), "stop", unit(node));
  }

  @Override
  public void restart(String node) {
    systemctl.require("restart " + unit(node), "restart", unit(node));
  }

  /** The package manager brings the program; the unit may have changed with it. */
  @Override
  public void update(String node) {
    systemctl.require("read the units again", "daemon-reload");
    restart(node);
  }

  @Override
  public void log(String node, int lines, Consumer<String> sink) {
    journalctl
        .require(
            "read the log of " + unit(node),
            "--unit",
            unit(node),
            "--lines",
            String.valueOf(lines),
            "--no-pager")
        .lines()
        .forEach(sink);
  }

  @Override
  public void follow(String node, int lines, Consumer<String> sink) {
    journalctl.run(
        sink, "--unit", unit(node), "--lines", String.valueOf(lines), "--no-pager", "--follow");
  }
}
