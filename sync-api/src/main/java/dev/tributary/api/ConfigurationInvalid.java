package dev.tributary.api;

/**
 * A person must act: a wrong name, file, option, right or setting. Trying again changes nothing.
 */
public final class ConfigurationInvalid extends SyncException {
  private static final long serialVersionUID = 1L;

  public ConfigurationInvalid(String message) {
    super(message);
  }

  public ConfigurationInvalid(String message, Throwable cause) {
    super(message, cause);
  }
}
