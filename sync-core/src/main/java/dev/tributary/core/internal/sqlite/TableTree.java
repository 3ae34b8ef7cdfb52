package dev.tributary.core.internal.sqlite;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;

/**
 * Walks the b-tree of a rowid table, row by row in the order of the rowids. What is not sound ends
 * the walk: row numbers must rise, pages must be of the right kind, cells must lie in their page.
 *
 * <p>Source: "Database File Format", section 1.6.
 */
public final class TableTree {
  /** What gets the rows. The bytes are valid until it returns. */
  public interface Records {
    void record(long rowid, byte[] bytes, int from, int length) throws SQLException, PagesDiffer;

    /** A row whose record is longer than the walk reads. */
    void longRecord(long rowid) throws SQLException, PagesDiffer;
  }

  private static final int INTERIOR = 5;
  private static final int LEAF = 13;
  private static final int LEAF_HEADER = 8;
  private static final int INTERIOR_HEADER = 12;
  private static final int DEEPEST = 24;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final PageReader pages;
  private final int longest;
  private final Records records;
  private final int usable;
  private final byte[] leaf;
  private byte[] assembled = {};
  private boolean anyRow;
  private long lastRowid;

  /**
   * @param longest longer records are told by their number only
   */
  public TableTree(PageReader pages, int longest, Records records) {
    this.pages = pages;
    this.longest = longest;
    this.records = records;
    this.usable = pages.usable();
    this.leaf = new byte[pages.pageSize()];
  }

  public void walk(long root) throws IOException, SQLException, PagesDiffer {
    walk(root, 1);
  }

  private void walk(long page, int depth) throws IOException, SQLException, PagesDiffer {
    require(depth <= DEEPEST, page);
    pages.copy(page, 0, leaf, 0, leaf.length);
    int header = page == 1 ? PageReader.FILE_HEADER : 0;
    if (leaf[header] == LEAF) {
      leaf(page, header);
      return;
    }
    require(leaf[header] == INTERIOR, page);
    for (long child : children(page, header)) {
      walk(child, depth + 1);
    }
  }

  private long[] children(long page, int header) throws PagesDiffer {
    int count = cells(page, header, INTERIOR_HEADER);
    long[] children = new long[count + 1];
    for (int i = 0; i < count; i++) {
      int at = unsignedShort(header + INTERIOR_HEADER + 2 * i);
      require(at + Integer.BYTES <= usable, page);
      children[i] = unsignedInt(at);
    }
    children[count] = unsignedInt(header + LEAF_HEADER);
    return children;
  }

  private int cells(long page, int header, int headerSize) throws PagesDiffer {
    int count = unsignedShort(header + 3);
    require(header + headerSize + 2 * count <= usable, page);
    return count;
  }

  private void leaf(long page, int header) throws IOException, SQLException, PagesDiffer {
    int count = cells(page, header, LEAF_HEADER);
    for (int i = 0; i < count; i++) {
      cell(page, unsignedShort(header + LEAF_HEADER + 2 * i));
    }
  }

  private void cell(long page, int start) throws IOException, SQLException, PagesDiffer {
    require(start < usable, page);
    int lengthSize = Varint.size(leaf, start, usable);
    long length = Varint.value(leaf, start, lengthSize);
    int at = start + lengthSize;
    int rowidSize = Varint.size(leaf, at, usable);
    long rowid = Varint.value(leaf, at, rowidSize);
    boolean rises = !anyRow || rowid > lastRowid;
    require(lengthSize > 0 && rowidSize > 0 && length >= 0 && rises, page);
    tell(page, rowid, at + rowidSize, length);
    anyRow = true;
    lastRowid = rowid;
  }

  private void tell(long page, long rowid, int at, long length)
      throws IOException, SQLException, PagesDiffer {
    if (length > longest) {
      records.longRecord(rowid);
    } else if (length <= usable - 35) {
      require(at + length <= usable, page);
      records.record(rowid, leaf, at, (int) length);
    } else {
      assemble(page, at, (int) length);
      records.record(rowid, assembled, 0, (int) length);
    }
  }

  /** A record that goes on in overflow pages. */
  private void assemble(long page, int at, int length) throws IOException, PagesDiffer {
    int least = (usable - 12) * 32 / 255 - 23;
    int most = usable - 35;
    int fitting = least + (length - least) % (usable - 4);
    int done = fitting <= most ? fitting : least;
    require(at + done + Integer.BYTES <= usable, page);
    if (assembled.length < length) {
      assembled = new byte[Math.min(longest, 2 * length)];
    }
    System.arraycopy(leaf, at, assembled, 0, done);
    byte[] next = new byte[Integer.BYTES];
    System.arraycopy(leaf, at + done, next, 0, next.length);
    while (done < length) {
      long overflow = Integer.toUnsignedLong((int) INT.get(next, 0));
      int part = Math.min(length - done, usable - Integer.BYTES);
      pages.copy(overflow, Integer.BYTES, assembled, done, part);
      pages.copy(overflow, 0, next, 0, next.length);
      done += part;
    }
  }

  private int unsignedShort(int at) {
    return Short.toUnsignedInt((short) SHORT.get(leaf, at));
  }

  private long unsignedInt(int at) {
    return Integer.toUnsignedLong((int) INT.get(leaf, at));
  }

  private static void require(boolean sound, long page) throws PagesDiffer {
    if (!sound) {
      throw new PagesDiffer("page " + page + " is no sound page of a table");
    }
  }
}
