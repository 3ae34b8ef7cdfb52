package dev.tributary.server.web.security;

import dev.tributary.server.web.problem.Problem;
import dev.tributary.server.web.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who asks, and whether he may. */
final class Authentication implements RequestRule {
  private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);
  private static final String SCHEME = "Bearer ";
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
  private static final int LONGEST = 512;

  private final Supplier<Credentials> credentials;
  private final NeededRole needed;
  private final FailedAttempts failures;
  private final Optional<HealthToken> healthToken;

  /**
   * @param healthToken of the node's own health check, where health is closed
   */
  Authentication(
      Supplier<Credentials> credentials,
      NeededRole needed,
      FailedAttempts failures,
      Optional<HealthToken> healthToken) {
    this.credentials = credentials;
    this.needed = needed;
    this.failures = failures;
    this.healthToken = healthToken;
  }

  @Override
  public void check(HttpServletRequest request) {
    Optional<Role> role = needed.of(request);
    if (role.isEmpty() || isOwnHealthCheck(request)) {
      return;
    }
    Function<Credentials, Optional<Principal>> shown = shown(request);
    Principal who = shown.apply(credentials.get()).orElseThrow(() -> unknown(request));
    if (!who.role().mayDo(role.get())) {
      LOG.warn(
          "{} is {} and was refused a {}, request {}",
          who.name(),
          who.role().word(),
          request.getMethod(),
          Callers.requestId(request));
      throw new Refused(
          new Problem(
              403,
              "not-allowed",
              "this needs the role %s, and %s is %s"
                  .formatted(role.get().word(), who.name(), who.role().word()),
              "Ask with the token of somebody who may, or change the role in TOKENS_FILE."));
    }
    Callers.put(
        request,
        who,
        () -> shown.apply(credentials.get()).filter(p -> p.role().mayDo(role.get())).isPresent());
  }

  private boolean isOwnHealthCheck(HttpServletRequest request) {
    return NeededRole.isHealth(request)
        && healthToken.isPresent()
        && token(request).filter(healthToken.get()::is).isPresent();
  }

  /** What the request shows of its caller; whose it is depends on the file as it is then. */
  private static Function<Credentials, Optional<Principal>> shown(HttpServletRequest request) {
    if (request.getHeader("Authorization") != null) {
      Optional<String> token = token(request);
      return known -> token.flatMap(known::byToken);
    }
    Optional<String> name = certificate(request);
    return known -> name.flatMap(known::byCertificate);
  }

  private static Optional<String> token(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip())
        .filter(value -> value.length() <= LONGEST);
  }

  /** The common name; the web server has checked who signed it. */
  private static Optional<String> certificate(HttpServletRequest request) {
    if (!(request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain)
        || chain.length == 0) {
      return Optional.empty();
    }
    try {
      return new LdapName(chain[0].getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(part -> String.valueOf(part.getValue()))
              .reduce((first, last) -> last);
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }

  private Refused unknown(HttpServletRequest request) {
    boolean tried = request.getHeader("Authorization") != null;
    if (tried && failures.areTooMany(request.getRemoteAddr())) {
      return new Refused(
          new Problem(
              429,
              "too-many-failures",
              "too many requests with credentials that nobody has",
              "Wait a minute, and use a token of TOKENS_FILE."));
    }
    return new Refused(
        new Problem(
            401,
            "not-known",
            tried ? "nobody has these credentials" : "this node answers nobody without credentials",
            "Send Authorization: Bearer TOKEN, with a token whose digest stands in TOKENS_FILE."));
  }
}
