package dev.tributary.server.cli.cluster;

import dev.tributary.server.cli.option.LocalOption;
import dev.tributary.server.cli.option.NodeOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.control.NodeControl;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary node update}. */
@Command(name = "update", header = "Restart a node with the newest program of this host.")
final class NodeUpdateCommand implements Callable<Integer> {
  @Mixin private NodeOption node;
  @Mixin private LocalOption local;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    node.act(local.directory(), output, NodeControl::update);
    return ExitCode.DONE;
  }
}
