package dev.tributary.benchmarks;

import dev.tributary.benchmarks.measure.LivingProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code tributary serve} as a process of its own, on a free port, while it is measured. */
final class ServedNode implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("health at (http://127.0.0.1:\\d+)/health");

  private final LivingProcess process;
  private final Path log;

  private ServedNode(LivingProcess process, Path log) {
    this.process = process;
    this.log = log;
  }

  static ServedNode start(ProcessBuilder serve, Path log) throws IOException {
    serve.environment().put("API_PORT", "0");
    Process process = serve.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new ServedNode(new LivingProcess(process), log);
  }

  LivingProcess process() {
    return process;
  }

  /** Its address, once it answers. */
  String awaitUrl() throws IOException, InterruptedException {
    for (int i = 0; i < 3_000; i++) {
      Matcher said = URL.matcher(Files.readString(log));
      if (said.find()) {
        return said.group(1);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new IOException("the node did not start: " + Files.readString(log));
  }

  @Override
  public void close() {
    process.process().destroy();
    try {
      process.process().waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
