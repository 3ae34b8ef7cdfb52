package dev.tributary.server.cli.outcome;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version from the jar's manifest. */
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "tributary " + text(), "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")
    };
  }

  /** Says so where the program is not packaged. */
  public static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }
}
