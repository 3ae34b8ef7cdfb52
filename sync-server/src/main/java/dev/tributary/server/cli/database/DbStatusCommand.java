package dev.tributary.server.cli.database;

import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.metadata.MetadataInstaller;
import dev.tributary.core.internal.metadata.MetadataStatus;
import dev.tributary.server.cli.option.AdministratorOptions;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.Target;
import dev.tributary.server.report.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary db status}: reads only; works with any role. */
@Command(
    name = "status",
    header = "Show the version of the schema and what the role may do.",
    description = "Exit code 2 when an administrator has to install or upgrade.")
final class DbStatusCommand implements Callable<Integer> {
  @Mixin private AdministratorOptions administrator;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    MetadataStatus status;
    try (Target target = administrator.open(output)) {
      status = new MetadataInstaller(new Database(target.connections())).status();
    }
    output.print(new Answer(lines(status), document(status)));
    return isCurrent(status) ? ExitCode.DONE : ExitCode.WAITING;
  }

  private static boolean isCurrent(MetadataStatus status) {
    return status.isInstalled() && !status.isOutdated() && !status.isAhead();
  }

  private static List<String> lines(MetadataStatus status) {
    List<String> lines = new ArrayList<>();
    lines.add(schema(status));
    String rights = String.join(", ", rights(status)).replace('_', ' ');
    lines.add("role %s: %s".formatted(status.role(), rights.isEmpty() ? "a plain role" : rights));
    status.cluster().ifPresent(cluster -> lines.add("it serves cluster " + cluster));
    return lines;
  }

  private static String schema(MetadataStatus status) {
    if (!status.isInstalled()) {
      return "schema sync_metadata is not installed, or this role may not use it;"
          + " an administrator runs: tributary db install";
    }
    int version = status.installed().getAsInt();
    String text = "schema sync_metadata has version " + version;
    if (status.isOutdated()) {
      return "%s of %d; an administrator runs: tributary db upgrade"
          .formatted(text, status.wanted());
    }
    return status.isAhead() ? text + ", newer than this program's " + status.wanted() : text;
  }

  private static List<String> rights(MetadataStatus status) {
    return status.rights().stream().map(r -> r.name().toLowerCase(Locale.ROOT)).sorted().toList();
  }

  private static Map<String, Object> document(MetadataStatus status) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("current", isCurrent(status));
    status.installed().ifPresent(version -> document.put("version", version));
    document.put("wanted_version", status.wanted());
    document.put("role", status.role());
    document.put("rights", rights(status));
    status.cluster().ifPresent(cluster -> document.put("cluster_name", cluster));
    return document;
  }
}
