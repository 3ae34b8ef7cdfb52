package dev.tributary.server.cli.outcome;

import java.util.regex.Pattern;

/** The last guard in front of the screen: a password in a URL never gets through. */
public final class Secrets {
  private static final Pattern USER_INFO =
      Pattern.compile("(://[^\\s:/@]*):(?!PASSWORD@)[^\\s/]*@");
  private static final Pattern PARAMETER = Pattern.compile("(?i)([?&]\\w*password)=[^\\s&'\"]*");

  private Secrets() {}

  /** The text without passwords in addresses. */
  public static String mask(String text) {
    return PARAMETER.matcher(USER_INFO.matcher(text).replaceAll("$1:***@")).replaceAll("$1=***");
  }
}
