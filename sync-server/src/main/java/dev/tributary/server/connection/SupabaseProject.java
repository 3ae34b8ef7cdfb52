package dev.tributary.server.connection;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.database.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A project of Supabase. Its database itself has an IPv6 address only, its poolers have IPv4, and
 * they find the project by the name of the user: {@code sync_service.REF}.
 *
 * @param ref as in the address of its dashboard
 * @param region the first part of its poolers' name, such as {@code aws-0-eu-central-1}; empty: no
 *     pooler is tried
 * @param role who connects
 * @param certificate a PEM file with the root certificate that its servers are checked with
 */
public record SupabaseProject(
    String ref, Optional<String> region, String role, Optional<String> certificate) {
  private static final String USUAL_ROLE = "sync_service";
  private static final int SESSION_PORT = 5432;
  private static final int TRANSACTION_PORT = 6543;

  public SupabaseProject {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(certificate, "certificate");
    require("SUPABASE_PROJECT_REF", ref, "[a-z0-9]{4,40}", "as in db.REF.supabase.co");
    region.ifPresent(
        name ->
            require(
                "SUPABASE_REGION",
                name,
                "[a-z0-9-]{4,60}",
                "the part before .pooler.supabase.com, such as aws-0-eu-central-1"));
  }

  private static void require(String name, String value, String pattern, String hint) {
    if (!value.matches(pattern)) {
      throw new ConfigurationInvalid("%s '%s' is not allowed: %s".formatted(name, value, hint));
    }
  }

  /** The project that the environment names, if it does. */
  public static Optional<SupabaseProject> of(Surroundings around) {
    return around
        .variable("SUPABASE_PROJECT_REF")
        .map(
            ref ->
                new SupabaseProject(
                    ref.strip(),
                    around.variable("SUPABASE_REGION").map(String::strip),
                    around.variable("DATABASE_USER").map(String::strip).orElse(USUAL_ROLE),
                    around.variable("SUPABASE_CA_FILE")));
  }

  /** The same project, with the role that an address names. */
  public SupabaseProject as(Optional<String> user) {
    return user.map(name -> new SupabaseProject(ref, region, name, certificate)).orElse(this);
  }

  /** The ways to its database, the best first. */
  public List<Way> ways() {
    List<Way> ways = new ArrayList<>();
    ways.add(way(Route.DIRECT, "db." + ref + ".supabase.co", SESSION_PORT, plainRole()));
    region.ifPresent(
        name -> {
          String host = name + ".pooler.supabase.com";
          String user = plainRole() + "." + ref;
          ways.add(way(Route.SESSION_POOLER, host, SESSION_PORT, user));
          ways.add(way(Route.TRANSACTION_POOLER, host, TRANSACTION_PORT, user));
        });
    return ways;
  }

  /** A role that was copied from a pooler's address has the project in its name already. */
  private String plainRole() {
    String suffix = "." + ref;
    return role.endsWith(suffix) ? role.substring(0, role.length() - suffix.length()) : role;
  }

  private Way way(Route route, String host, int port, String user) {
    String options =
        certificate.map(file -> "?sslrootcert=" + AddressText.encoded(file)).orElse("");
    DatabaseUrl url =
        DatabaseUrl.parse("postgresql://%s:%d/postgres%s".formatted(host, port, options))
            .withUser(user);
    return new Way(route, host, port, url);
  }
}
