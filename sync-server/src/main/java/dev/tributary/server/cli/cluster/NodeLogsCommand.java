package dev.tributary.server.cli.cluster;

import dev.tributary.server.cli.option.AtLeastOne;
import dev.tributary.server.cli.option.LocalOption;
import dev.tributary.server.cli.option.NodeOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.control.NodeControl;
import dev.tributary.server.report.NodeAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary node logs}: reads only. */
@Command(
    name = "logs",
    header = "Show the end of a node's log.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tributary node logs host-1-node-a",
      "  tributary node logs host-1-node-a --follow"
    })
final class NodeLogsCommand implements Callable<Integer> {
  @Mixin private NodeOption node;
  @Mixin private LocalOption local;
  @Mixin private OutputOptions output;

  @Option(
      names = "--lines",
      paramLabel = "N",
      converter = AtLeastOne.class,
      defaultValue = "50",
      description = "At most so many; ${DEFAULT-VALUE} where nothing is said.")
  private int lines;

  @Option(names = "--follow", description = "Go on with each line that comes, until Ctrl-C.")
  private boolean follow;

  @Override
  public Integer call() {
    NodeControl here = node.here(local.directory());
    if (follow) {
      here.follow(node.name(), lines, line -> output.event(NodeAnswer.line(line)));
    } else {
      List<String> last = new ArrayList<>();
      here.log(node.name(), lines, last::add);
      output.print(NodeAnswer.log(node.name(), last));
    }
    return ExitCode.DONE;
  }
}
