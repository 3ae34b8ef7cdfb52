package dev.tributary.core.internal.sqlite;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Pages of a SQLite file, by their numbers from 1. Reads ahead while they are asked for in order.
 *
 * <p>Source: "Database File Format", section 1.
 */
public final class PageReader {
  static final int FILE_HEADER = 100;
  private static final int PAGE_SIZE = 16;
  private static final int RESERVED = 20;
  private static final int PAGE_COUNT = 28;
  private static final int SCHEMA_COOKIE = 40;
  private static final int LARGEST_PAGE = 1 << 16;
  private static final int SMALLEST_USABLE = 480;
  private static final int MOST_AHEAD = 256 << 10;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final FileBytes file;
  private final byte[] header = new byte[FILE_HEADER];
  private final int pageSize;
  private final int usable;
  private final long pages;
  private byte[] window;
  private long first = 1;
  private int held;

  public PageReader(FileBytes file) throws IOException, PagesDiffer {
    this.file = file;
    fill(0, header);
    int size = (header[PAGE_SIZE] & 0xff) << 8 | header[PAGE_SIZE + 1] & 0xff;
    pageSize = size == 1 ? LARGEST_PAGE : size;
    usable = pageSize - (header[RESERVED] & 0xff);
    pages = Integer.toUnsignedLong((int) INT.get(header, PAGE_COUNT));
    if (Integer.bitCount(pageSize) != 1 || usable < SMALLEST_USABLE) {
      throw new PagesDiffer("pages of %d bytes, %d usable".formatted(pageSize, usable));
    }
    window = new byte[pageSize];
  }

  public int schemaCookie() {
    return (int) INT.get(header, SCHEMA_COOKIE);
  }

  public long pages() {
    return pages;
  }

  int pageSize() {
    return pageSize;
  }

  /** The bytes of a page that SQLite uses. */
  int usable() {
    return usable;
  }

  /** Copies bytes of a page. */
  void copy(long page, int from, byte[] into, int at, int length) throws IOException, PagesDiffer {
    if (page < first || page >= first + held) {
      load(page);
    }
    System.arraycopy(window, (int) (page - first) * pageSize + from, into, at, length);
  }

  private void load(long page) throws IOException, PagesDiffer {
    if (page < 1 || page > pages) {
      throw new PagesDiffer("page %d of %d".formatted(page, pages));
    }
    boolean inOrder = held > 0 && page == first + held;
    long wanted = inOrder ? Math.min(2L * window.length, Math.max(pageSize, MOST_AHEAD)) : pageSize;
    int bytes = (int) Math.min(wanted, (pages - page + 1) * pageSize);
    if (window.length != bytes) {
      window = new byte[bytes];
    }
    held = 0;
    fill((page - 1) * pageSize, window);
    first = page;
    held = bytes / pageSize;
  }

  private void fill(long position, byte[] buffer) throws IOException, PagesDiffer {
    int filled = 0;
    while (filled < buffer.length) {
      int read = file.read(position + filled, buffer, filled);
      if (read < 0) {
        Arrays.fill(buffer, (byte) 0);
        throw new PagesDiffer("the file ends within a page");
      }
      filled += read;
    }
  }
}
