package dev.tributary.server.cli.option;

import dev.tributary.api.ClientName;
import picocli.CommandLine.Option;

/** The client that a command is about. */
public final class ClientOption {
  @Option(
      names = "--client",
      required = true,
      paramLabel = "NAME",
      description = "The client: lower case letters, digits, '_' and '-'.")
  private ClientName client;

  public ClientName name() {
    return client;
  }
}
