package dev.tributary.server.report;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file or a folder could not be used, in words that do not repeat its name. */
public final class FileTrouble {
  private FileTrouble() {}

  public static String of(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    } else if (e instanceof AccessDeniedException) {
      return "user %s has no right to it".formatted(System.getProperty("user.name"));
    } else if (e instanceof FileAlreadyExistsException) {
      return "something else is there";
    } else if (e instanceof NotDirectoryException) {
      return "it is no folder";
    } else if (e instanceof CharacterCodingException) {
      return "it is no UTF-8 text";
    } else if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
