package dev.tributary.server.cli;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.report.Answer;
import dev.tributary.server.web.security.Credentials;
import dev.tributary.server.web.security.Role;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary token}: a new token for the HTTP interface, shown once. */
@Command(
    name = "token",
    header = "Draw a token for the HTTP interface of nodes.",
    description = {
      "The token is shown once. The line goes into the file that TOKENS_FILE names; it holds a",
      "digest only, and a node reads the file again when it changes."
    },
    footerHeading = "%nExamples:%n",
    footer = "  tributary token --name ci --role operator")
final class TokenCommand implements Callable<Integer> {
  private static final int BYTES = 32;

  @Mixin private OutputOptions output;

  @Option(names = "--name", required = true, paramLabel = "NAME", description = "For the records.")
  private String name;

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "What its owner may do: ${COMPLETION-CANDIDATES}.")
  private Role role;

  @Override
  public Integer call() {
    byte[] drawn = new byte[BYTES];
    new SecureRandom().nextBytes(drawn);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
    String line = "%s %s %s".formatted(name, role.word(), Credentials.secretOf(token));
    requireSound(line);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("token", token);
    document.put("line", line);
    output.print(
        new Answer(
            List.of("token, shown once: " + token, "line for TOKENS_FILE:   " + line), document));
    return ExitCode.DONE;
  }

  private void requireSound(String line) {
    try {
      Credentials.parse(line);
    } catch (ConfigurationInvalid e) {
      throw new ConfigurationInvalid(
          ("--name '%s' is not allowed: it begins with a letter or digit and has 1 to 64 letters,"
                  + " digits and . _ @ -")
              .formatted(name),
          e);
    }
  }
}
