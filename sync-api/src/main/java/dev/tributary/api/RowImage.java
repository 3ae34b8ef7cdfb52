package dev.tributary.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** One row as column name and cell, in column order. */
public record RowImage(Map<String, Cell> cells) {
  public RowImage {
    Objects.requireNonNull(cells, "cells");
    cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
  }
}
