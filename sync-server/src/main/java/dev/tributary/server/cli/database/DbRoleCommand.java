package dev.tributary.server.cli.database;

import dev.tributary.api.ClusterName;
import dev.tributary.core.MetadataSchema;
import dev.tributary.server.cli.option.AdministratorOptions;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.PasswordFile;
import dev.tributary.server.database.Target;
import dev.tributary.server.report.Answer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary db role}: the password travels in files, never on a command line or screen. */
@Command(
    name = "role",
    header = "Make the login role of a cluster's nodes, or give it a new password.",
    description = "One role serves one cluster and sees nothing of the others.",
    footerHeading = "%nExample:%n",
    footer = {
      "  tributary db role --cluster prod --password-file prod.password \\",
      "      --target postgresql://postgres@db/app"
    })
final class DbRoleCommand implements Callable<Integer> {
  @Mixin private AdministratorOptions administrator;
  @Mixin private OutputOptions output;

  @Option(
      names = "--cluster",
      required = true,
      paramLabel = "NAME",
      description = "The cluster that the role serves.")
  private ClusterName cluster;

  @Option(
      names = "--name",
      paramLabel = "ROLE",
      description = "The role; else the cluster's own, sync_service for the first cluster.")
  private Optional<String> name;

  @Option(
      names = "--password-file",
      required = true,
      paramLabel = "FILE",
      description = {
        "A file with the password in its first line.",
        "One that does not exist gets a new password and is readable for its owner only."
      })
  private Path passwordFile;

  @Override
  public Integer call() {
    try (Target target = administrator.open(output)) {
      MetadataSchema schema = MetadataSchema.of(target.connections());
      String role = name.orElseGet(() -> schema.roleOf(cluster));
      PasswordFile file = new PasswordFile(passwordFile.toAbsolutePath());
      boolean drawn = !file.exists();
      schema.createRole(cluster, role, file.readOrDraw());
      output.print(answer(role, file.path(), drawn));
    }
    return ExitCode.DONE;
  }

  private Answer answer(String role, Path file, boolean drawn) {
    String origin = drawn ? "with a new password in " : "with the password in ";
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("role", role);
    document.put("cluster_name", cluster.value());
    document.put("password_file", file.toString());
    document.put("password_drawn", drawn);
    return new Answer(
        List.of("role %s serves cluster %s, %s%s".formatted(role, cluster, origin, file)),
        document);
  }
}
