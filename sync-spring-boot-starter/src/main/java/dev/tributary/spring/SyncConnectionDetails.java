package dev.tributary.spring;

import java.util.Objects;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where Tributary's own database is, told by something that knows it only at run time: a container
 * of a test, a service registry. A bean of this type goes before {@code tributary.datasource},
 * whose {@code maximum-pool-size} still counts.
 *
 * <p>What Boot's {@code @ServiceConnection} makes of a PostgreSQL container needs no bean of this
 * type while Tributary works with the application's DataSource; otherwise it is one line:
 *
 * <pre>{@code
 * @Bean
 * SyncConnectionDetails tributary(JdbcConnectionDetails container) {
 *   return SyncConnectionDetails.of(
 *       container.getJdbcUrl(), container.getUsername(), container.getPassword());
 * }
 * }</pre>
 */
public interface SyncConnectionDetails extends ConnectionDetails {

  /** {@code postgresql://} or {@code jdbc:postgresql:}. */
  String url();

  /** The role of the node; empty: the address names it. */
  String username();

  /** Empty: the address or the user's password file has it. */
  String password();

  static SyncConnectionDetails of(String url, String username, String password) {
    return new Known(url, username, password);
  }

  /** Details that do not change. */
  record Known(String url, String username, String password) implements SyncConnectionDetails {
    public Known {
      Objects.requireNonNull(url, "url");
      Objects.requireNonNull(username, "username");
      Objects.requireNonNull(password, "password");
    }

    @Override
    public String toString() {
      return "Known[username=" + username + "]"; // an address may hold a password
    }
  }
}
