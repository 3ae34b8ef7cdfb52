package dev.tributary.server.control;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The address of a database as variables of a node: the password is in a file, never in them. */
public final class NodeDatabase {
  private static final String PASSWORD = "password";

  private NodeDatabase() {}

  /**
   * @param passwordFile the file that the password came from, if it did
   * @param folder gets a file with the password otherwise, if there is one
   */
  public static Map<String, String> variables(
      DatabaseUrl url, Optional<Path> passwordFile, Path folder) {
    Map<String, String> variables = new TreeMap<>();
    String options =
        url.properties().entrySet().stream()
            .filter(option -> !option.getKey().equals(PASSWORD))
            .map(option -> encoded(option.getKey()) + "=" + encoded(option.getValue()))
            .sorted()
            .collect(Collectors.joining("&"));
    variables.put("DATABASE_URL", url.jdbcUrl() + (options.isEmpty() ? "" : "?" + options));
    Optional<Path> file =
        passwordFile.isPresent()
            ? passwordFile
            : Optional.ofNullable(url.properties().get(PASSWORD)).map(p -> write(folder, p));
    file.ifPresent(
        path -> variables.put("DATABASE_PASSWORD_FILE", path.toAbsolutePath().toString()));
    return variables;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Path write(Path folder, String password) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path part =
          Files.createTempFile(
              folder,
              "part",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(part, password + "\n");
      return Files.move(part, folder.resolve("database.password"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ConfigurationInvalid("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }
}
