package dev.tributary.postgres;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Sends signals to PostgreSQL's processes; a process that has gone meanwhile is no error. */
enum Signals {
  /** Fast shutdown: rolls back, writes a checkpoint, ends. */
  INT,
  /** Immediate shutdown: ends at once, recovers at the next start. */
  QUIT,
  STOP,
  CONT,
  KILL;

  void send(Stream<ProcessHandle> processes) throws IOException {
    List<String> pids = processes.map(process -> Long.toString(process.pid())).toList();
    if (pids.isEmpty()) {
      return;
    }
    // The shell's own kill: slim container images have no /bin/kill.
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "kill -" + name() + " \"$@\" 2>/dev/null", "kill"));
    command.addAll(pids);
    Command.run(command);
  }
}
