package dev.tributary.core.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
  private static final String SECRET = "s3cr3t";

  @Test
  void partsOfAnAddressAreDecoded() {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://a%40b:p%2F%3A%25+x@h:5433/my%20db");
    assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://h:5433/my%20db");
    assertThat(url.user()).contains("a@b");
    assertThat(url.properties()).containsEntry("password", "p/:%+x");
  }

  @Test
  void poolerUserWithADotIsKept() {
    DatabaseUrl url = DatabaseUrl.parse("postgres://sync_service.ref:x@eu.pooler.example:6543/db");
    assertThat(url.user()).contains("sync_service.ref");
    assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://eu.pooler.example:6543/db");
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://h/db, jdbc:postgresql://h:5432/db",
    "postgresql://h, jdbc:postgresql://h:5432/",
    "postgresql://h/, jdbc:postgresql://h:5432/",
    "postgresql://[2001:db8::1]:5433/db, jdbc:postgresql://[2001:db8::1]:5433/db",
    "postgresql://u@[::1]/db, jdbc:postgresql://[::1]:5432/db",
    "jdbc:postgresql://h:1/db?user=u, jdbc:postgresql://h:1/db",
    "jdbc:postgresql:db, jdbc:postgresql://localhost:5432/db",
    "'postgresql://a:1,b:2,c/db', 'jdbc:postgresql://a:1,b:2,c:5432/db'",
  })
  void hostsAndPortsAreRead(String text, String expected) {
    assertThat(DatabaseUrl.parse(text).jdbcUrl()).isEqualTo(expected);
  }

  @Test
  void severalHostsMeanThePrimaryOfThem() {
    assertThat(DatabaseUrl.parse("postgresql://a,b/db").properties())
        .containsEntry("targetServerType", "primary");
  }

  @Test
  void optionsOfBothWorldsAreUnderstood() {
    DatabaseUrl url =
        DatabaseUrl.parse(
            "postgresql://h/db?connect_timeout=3&application_name=x%20y&prepareThreshold=0"
                + "&target_session_attrs=read-write&sslmode=require&keepalives=0");
    assertThat(url.properties())
        .containsEntry("connectTimeout", "3")
        .containsEntry("ApplicationName", "x y")
        .containsEntry("prepareThreshold", "0")
        .containsEntry("targetServerType", "primary")
        .containsEntry("sslmode", "require")
        .containsEntry("tcpKeepAlive", "false");
  }

  @Test
  void poolerMarkTurnsPreparedStatementsOff() {
    assertThat(DatabaseUrl.parse("postgresql://h/db?pgbouncer=true").properties())
        .containsEntry("prepareThreshold", "0");
    assertThat(DatabaseUrl.parse("postgresql://h:6543/db").properties())
        .containsEntry("prepareThreshold", "0");
    assertThat(DatabaseUrl.parse("postgresql://h:6543/db?prepareThreshold=5").properties())
        .containsEntry("prepareThreshold", "5");
    assertThat(DatabaseUrl.parse("postgresql://h/db").properties())
        .doesNotContainKey("prepareThreshold");
  }

  @Test
  void defaultsAreSet() {
    assertThat(DatabaseUrl.parse("postgresql://h/db").properties())
        .containsEntry("connectTimeout", "10")
        .containsEntry("tcpKeepAlive", "true")
        .containsEntry("ApplicationName", "tributary")
        .containsEntry("logServerErrorDetail", "false");
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://db.example/x, verify-full",
    "postgresql://10.0.0.1/x, verify-full",
    "postgresql://localhost.evil.example/x, verify-full",
    "'postgresql://localhost,h/x', verify-full",
    "postgresql://localhost/x, prefer",
    "postgresql://127.0.0.1:5433/x, prefer",
    "postgresql://[::1]/x, prefer",
    "postgresql:///x, prefer",
    "postgresql://db/x?sslmode=disable, disable",
    "postgresql://db/x?sslmode=Verify-CA, verify-ca",
  })
  void remoteHostsAreVerified(String text, String mode) {
    assertThat(DatabaseUrl.parse(text).properties()).containsEntry("sslmode", mode);
  }

  @Test
  void givenRootCertificateIsUsed() {
    assertThat(DatabaseUrl.parse("postgresql://h/db?sslrootcert=/ca.pem").properties())
        .containsEntry("sslrootcert", "/ca.pem")
        .doesNotContainKey("sslfactory");
    assertThat(DatabaseUrl.parse("postgresql://h/db?sslrootcert=system").properties())
        .containsKey("sslfactory");
  }

  @Test
  void passwordIsNeverShown() {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://u:" + SECRET + "@h/db?sslpassword=" + SECRET);
    assertThat(url.toString()).doesNotContain(SECRET).contains("user=u", "***");
    assertThat(url.jdbcUrl()).doesNotContain(SECRET);
  }

  @Test
  void passwordComesFromAFile(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("password"), SECRET + "\n");
    assertThat(DatabaseUrl.parse("postgresql://u@h/db").withPasswordFile(file).properties())
        .containsEntry("password", SECRET);
  }

  @Test
  void missingOrEmptyPasswordFileIsNamed(@TempDir Path dir) throws Exception {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://u@h/db");
    assertThatThrownBy(() -> url.withPasswordFile(dir.resolve("none")))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("none");
    Path empty = Files.createFile(dir.resolve("empty"));
    assertThatThrownBy(() -> url.withPasswordFile(empty))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("is empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s3cr3t",
        "mysql://u:s3cr3t@h/db",
        "http://u:s3cr3t@h/db",
        "jdbc:postgresql:/s3cr3t",
        "postgresql:u:s3cr3t@h/db",
        "postgresql://u:s3cr3t/more@h/db",
        "postgresql://u:12/s3cr3t@h/db",
        "postgresql://u:x?s3cr3t@h/db",
        "postgresql://u:s3cr3t@h:port/db",
        "postgresql://u:s3cr3t@h:0/db",
        "postgresql://u:s3cr3t@h:65536/db",
        "postgresql://u:s3cr3t@::1/db",
        "postgresql://u:s3cr3t@[::1/db",
        "postgresql://u:s3cr3t@h/db/more",
        "postgresql://u:s3cr3t%zz@h/db",
        "postgresql://u:s3cr3t%4@h/db",
        "postgresql://u:s3cr3t%ff@h/db",
        "postgresql://u:s3cr3t%00@h/db",
        "postgresql://u:s3cr3t@%2Fvar%2Frun/db",
        "postgresql://u:s3cr3t@h/db?s3cr3t=1",
        "postgresql://u:s3cr3t@h/db?sslmoed=require",
      })
  void wrongAddressIsExplainedAndNeverRepeated(String text) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("postgresql://USER:PASSWORD@HOST:PORT/DATABASE")
        .hasMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sslmode=requre | sslmode 'requre' | disable, allow, prefer, require, verify-ca, verify-full",
        "sslmode= | sslmode '' | verify-full",
        "sslmode=s3cr3t.@h | sslmode '...' | verify-full",
        "target_session_attrs=master1 | target_session_attrs '...' | primary",
        "channel_binding=always | channel_binding 'always' | require",
        "connect_timeout=soon | connect_timeout 'soon' | whole seconds",
        "socketTimeout=-1 | socketTimeout '-1' | whole seconds",
      })
  void aValueThatAnOptionDoesNotHaveIsNamedWithThoseThatItHas(
      String option, String named, String allowed) {
    assertThatThrownBy(() -> DatabaseUrl.parse("postgresql://u@h/db?" + option))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("database address: " + named + " is not allowed: ")
        .hasMessageContaining(allowed)
        .hasMessageNotContaining(SECRET);
  }
}
