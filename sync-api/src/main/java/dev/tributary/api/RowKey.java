package dev.tributary.api;

import java.util.List;
import java.util.Objects;

/**
 * What identifies a row in its table: the cells of the key columns, in key order. Never the rowid.
 */
public record RowKey(List<Cell> cells) {
  public RowKey {
    Objects.requireNonNull(cells, "cells");
    cells = List.copyOf(cells);
  }
}
