package dev.tributary.server.cli;

import dev.tributary.api.ClientName;
import picocli.CommandLine.Option;

/** The client that a command is about. */
final class ClientOption {
  @Option(
      names = "--client",
      required = true,
      paramLabel = "NAME",
      description = "The client: lower case letters, digits, '_' and '-'.")
  private ClientName client;

  ClientName name() {
    return client;
  }
}
