package dev.tributary.benchmarks.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a benchmark's table: the same for the same number, on every machine. */
public interface Content {

  String table();

  /** The first column is the primary key. */
  List<Column> columns();

  /** Cells in column order: Long, Double, String or null. Called with rising numbers from 0. */
  @Nullable Object[] row(long number);

  /** The statement that gives a hundred rows or so, named by their numbers, new content. */
  String touch();
}
