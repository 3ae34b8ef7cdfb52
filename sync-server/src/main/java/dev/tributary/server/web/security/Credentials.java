package dev.tributary.server.web.security;

import dev.tributary.api.ConfigurationInvalid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask, from a file of lines {@code NAME ROLE SECRET}; {@code #} begins a comment. The
 * secret is {@code sha256:} and the digest of a token in hex, or {@code cert:} and the common name
 * of a client's certificate. Tokens themselves are nowhere.
 */
public final class Credentials {
  private static final String DIGEST = "sha256:";
  private static final String CERTIFICATE = "cert:";

  private final List<ByToken> tokens;
  private final List<ByCertificate> certificates;

  private record ByToken(Principal who, byte[] digest) {}

  private record ByCertificate(Principal who, String commonName) {}

  private Credentials(List<ByToken> tokens, List<ByCertificate> certificates) {
    this.tokens = List.copyOf(tokens);
    this.certificates = List.copyOf(certificates);
  }

  /**
   * @throws ConfigurationInvalid naming the line; never what stands in it as a secret
   */
  public static Credentials parse(String text) {
    List<ByToken> tokens = new ArrayList<>();
    List<ByCertificate> certificates = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String stripped = line.strip();
      if (!stripped.isEmpty() && !stripped.startsWith("#")) {
        add(stripped.split("\\s+"), number, names, tokens, certificates);
      }
    }
    if (names.isEmpty()) {
      throw new ConfigurationInvalid(
          "it names nobody; make a line with: tributary token --name NAME --role ROLE");
    }
    return new Credentials(tokens, certificates);
  }

  private static void add(
      String[] words,
      int line,
      Set<String> names,
      List<ByToken> tokens,
      List<ByCertificate> certificates) {
    if (words.length != 3) {
      throw bad(line, "it has to be NAME ROLE SECRET");
    }
    Principal who = principal(words, line);
    if (!names.add(who.name())) {
      throw bad(line, "name '%s' is there twice".formatted(who.name()));
    }
    String secret = words[2];
    if (secret.startsWith(CERTIFICATE) && secret.length() > CERTIFICATE.length()) {
      certificates.add(new ByCertificate(who, secret.substring(CERTIFICATE.length())));
    } else if (secret.toLowerCase(Locale.ROOT).matches(DIGEST + "[0-9a-f]{64}")) {
      String hex = secret.substring(DIGEST.length()).toLowerCase(Locale.ROOT);
      tokens.add(new ByToken(who, HexFormat.of().parseHex(hex)));
    } else {
      throw bad(line, "the secret has to be sha256: and 64 hex digits, or cert: and a name");
    }
  }

  private static Principal principal(String[] words, int line) {
    if (!words[0].matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")) {
      throw bad(line, "the name may have letters, digits and . _ @ -");
    }
    try {
      return new Principal(words[0], Role.of(words[1]));
    } catch (ConfigurationInvalid e) {
      throw bad(line, String.valueOf(e.getMessage()));
    }
  }

  private static ConfigurationInvalid bad(int line, String problem) {
    return new ConfigurationInvalid("line %d: %s".formatted(line, problem));
  }

  /** Compares with every digest, each in constant time, so that time tells nothing. */
  Optional<Principal> byToken(String token) {
    byte[] digest = digest(token);
    Optional<Principal> found = Optional.empty();
    for (ByToken known : tokens) {
      if (MessageDigest.isEqual(known.digest(), digest)) {
        found = Optional.of(known.who());
      }
    }
    return found;
  }

  Optional<Principal> byCertificate(String commonName) {
    return certificates.stream()
        .filter(known -> known.commonName().equals(commonName))
        .map(ByCertificate::who)
        .findFirst();
  }

  /** The line's secret for a token. */
  public static String secretOf(String token) {
    return DIGEST + HexFormat.of().formatHex(digest(token));
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
