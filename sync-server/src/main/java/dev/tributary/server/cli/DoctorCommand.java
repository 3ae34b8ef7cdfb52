package dev.tributary.server.cli;

import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.database.Target;
import dev.tributary.server.doctor.Doctor;
import dev.tributary.server.doctor.Finding;
import dev.tributary.server.report.DoctorAnswer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary doctor}: changes nothing. */
@Command(
    name = "doctor",
    header = "Look whether database, role, connection, clock and files are as they should be.",
    description = {
      "Each check says what it saw and the way out. Exit code 0 when all is well, 2 when a person",
      "should look, 1 when something does not work."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tributary doctor --cluster host-1",
      "  tributary doctor --target postgresql://sync_service@db/app --source webui.db"
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private TargetOptions target;
  @Mixin private OutputOptions output;

  @Option(
      names = "--source",
      paramLabel = "FILE",
      description = "Look at this file too; those of the clients are looked at anyway.")
  private List<Path> sources = List.of();

  @Override
  public Integer call() {
    List<Path> files = sources.stream().map(file -> file.toAbsolutePath().normalize()).toList();
    try (Target database =
        target.named(output).isPresent()
            ? target.openAdministrator(output)
            : target.openTarget(output)) {
      List<Finding> findings =
          new Doctor(
                  database.url(),
                  target.ways(output),
                  target.acting(),
                  target.localDirectory(),
                  InstantSource.system())
              .examine(files, Surroundings.ofThisProcess().variable("LOG_FILE").map(Path::of));
      output.print(DoctorAnswer.of(findings));
      return switch (DoctorAnswer.worst(findings)) {
        case OK, NOTE -> ExitCode.DONE;
        case WARNING -> ExitCode.WAITING;
        case FAILURE -> ExitCode.FAILED;
      };
    }
  }
}
