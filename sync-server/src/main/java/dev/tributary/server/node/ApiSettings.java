package dev.tributary.server.node;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.database.Surroundings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How a node answers HTTP. Without credentials it answers its own machine alone.
 *
 * @param address on which it listens
 * @param url how others reach it; empty: follows from address and port
 * @param openPaths what needs no credentials: {@code health}, {@code metrics}
 * @param tokens the file that says who may ask; empty: anybody of this machine
 * @param restores the only folder that a restore may write to; empty: none
 */
public record ApiSettings(
    String address,
    Optional<String> url,
    int maxBodyBytes,
    Set<String> openPaths,
    Optional<Path> tokens,
    Optional<Tls> tls,
    Optional<Path> restores) {
  private static final int USUAL_BODY = 2 << 20;
  private static final String EVERYWHERE = "0.0.0.0";
  private static final Set<String> MAY_BE_OPEN = Set.of("health", "metrics");

  public ApiSettings {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(url, "url");
    openPaths = Set.copyOf(openPaths);
    Objects.requireNonNull(tokens, "tokens");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(restores, "restores");
    if (tokens.isEmpty() && !isLoopback(address)) {
      throw new ConfigurationInvalid(
          "API_ADDRESS '%s' would open this node to strangers: set TOKENS_FILE, or leave it out"
              .formatted(address));
    }
  }

  /**
   * PEM files; they are read again when they change.
   *
   * @param clientCa callers may show a certificate that it signed; empty: they show tokens
   */
  public record Tls(Path certificate, Path privateKey, Optional<Path> clientCa) {}

  static ApiSettings of(Surroundings around) {
    Optional<Path> tokens = file(around, "TOKENS_FILE");
    return new ApiSettings(
        around.variable("API_ADDRESS").orElse(tokens.isPresent() ? EVERYWHERE : "127.0.0.1"),
        around.variable("API_URL"),
        new Numbers(around).of("API_MAX_BODY_BYTES", USUAL_BODY, 1_024, 64 << 20),
        openPaths(around),
        tokens,
        tls(around, tokens),
        around.variable("RESTORE_DIRECTORY").map(Path::of).map(ApiSettings::folder));
  }

  private static Set<String> openPaths(Surroundings around) {
    String said = around.variable("OPEN_PATHS").orElse("health,metrics").strip();
    Set<String> paths = said.equals("none") ? Set.of() : Set.of(said.split("\\s*,\\s*"));
    if (!MAY_BE_OPEN.containsAll(paths)) {
      throw new ConfigurationInvalid(
          "OPEN_PATHS '%s' is not allowed: health,metrics or one of them or none".formatted(said));
    }
    return paths;
  }

  private static Optional<Tls> tls(Surroundings around, Optional<Path> tokens) {
    Optional<Path> certificate = file(around, "TLS_CERTIFICATE");
    Optional<Path> key = file(around, "TLS_PRIVATE_KEY");
    Optional<Path> clientCa = file(around, "TLS_CLIENT_CA");
    if (certificate.isPresent() != key.isPresent()) {
      throw new ConfigurationInvalid("TLS_CERTIFICATE and TLS_PRIVATE_KEY are set together");
    }
    if (clientCa.isPresent() && (certificate.isEmpty() || tokens.isEmpty())) {
      throw new ConfigurationInvalid(
          "TLS_CLIENT_CA needs TLS_CERTIFICATE, TLS_PRIVATE_KEY, and TOKENS_FILE with a line"
              + " 'NAME ROLE cert:COMMON-NAME' for each caller");
    }
    return certificate.map(chain -> new Tls(chain, key.orElseThrow(), clientCa));
  }

  private static Optional<Path> file(Surroundings around, String option) {
    Optional<Path> file = around.variable(option).map(Path::of);
    file.filter(path -> !Files.isReadable(path))
        .ifPresent(
            path -> {
              throw new ConfigurationInvalid("%s %s cannot be read".formatted(option, path));
            });
    return file;
  }

  private static Path folder(Path path) {
    if (!Files.isDirectory(path)) {
      throw new ConfigurationInvalid("RESTORE_DIRECTORY %s is no folder".formatted(path));
    }
    return path.toAbsolutePath().normalize();
  }

  /**
   * How others reach the node.
   *
   * @param host an address of this machine, where the node listens on all of them
   */
  String reachedAt(String host, int port) {
    boolean everywhere = address.equals("0.0.0.0") || address.equals("::");
    String at = (everywhere ? host : address).replaceFirst("%.*", "");
    String shown = at.contains(":") && !at.startsWith("[") ? "[" + at + "]" : at;
    String scheme = tls.isPresent() ? "https" : "http";
    return url.orElse("%s://%s:%d".formatted(scheme, shown, port));
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ConfigurationInvalid("API_ADDRESS '%s' is no address".formatted(address), e);
    }
  }
}
