package dev.tributary.server.cli.option;

import dev.tributary.server.control.NodeControl;
import dev.tributary.server.report.NodeAnswer;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The node that a command is about, and how it runs here. */
public final class NodeOption {
  @Mixin private ControlOptions control;

  @Parameters(paramLabel = "NODE", description = "Its name as 'tributary cluster status' shows it.")
  private String name;

  public String name() {
    return name;
  }

  /**
   * The way by which this host knows the node.
   *
   * @param directory of local files
   */
  public NodeControl here(Path directory) {
    return control.controls(directory).of(name);
  }

  /** Does something with it and says how it stands then. */
  public void act(Path directory, OutputOptions output, BiConsumer<NodeControl, String> act) {
    NodeControl here = here(directory);
    act.accept(here, name);
    output.print(NodeAnswer.standing(name, here.way(), here.standing(name)));
  }
}
