package dev.tributary.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The choice of the way, made with real sockets in networks with and without IPv6. */
@Tag("machine")
final class OpenWaysTest {
  @TempDir Path directory;

  @Test
  void theFirstOpenWayIsTakenInEachNetwork() throws Exception {
    assertThat(saidInItsOwnNetwork())
        .containsExactly(
            "before IPv6: session pooler, open over IPv4, after no route over IPv6",
            "with IPv6: direct, open over IPv6",
            "IPv6 swallowed: session pooler, open over IPv4, after no answer over IPv6 within 2 s",
            "without IPv6: session pooler, open over IPv4, after no route over IPv6",
            "a running node without IPv6: the database is reached by session pooler"
                + " eu-west-1.pooler.supabase.com:5432: direct db.abcdefgh.supabase.co:5432 is closed",
            "session pooler down: transaction pooler, open over IPv4, after refused over IPv4",
            "all down: none");
  }

  private List<String> saidInItsOwnNetwork() throws IOException, InterruptedException {
    Path hosts =
        Files.writeString(
            directory.resolve("hosts"),
            "fd77::1 db.abcdefgh.supabase.co\n10.77.0.1 eu-west-1.pooler.supabase.com\n");
    String java =
        String.join(
            " ",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m -XX:+UseSerialGC -Djdk.net.hosts.file=" + hosts,
            "-cp '" + System.getProperty("java.class.path") + "'",
            OpenWaysProgram.class.getName());
    String own = System.getProperty("user.name").equals("root") ? "unshare -n" : "unshare -rn";
    String setUp = "PATH=$PATH:/usr/sbin; ip link set lo up && exec ";
    Process process =
        new ProcessBuilder("sh", "-c", own + " sh -c \"" + setUp + java + "\"")
            .redirectError(Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }
}
