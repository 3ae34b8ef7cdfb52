package dev.tributary.core.internal.values;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Cell;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TargetType;
import dev.tributary.core.internal.table.TextEncoding;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RowCodecTest {
  /** One cell, to be put into a column of every type. */
  record Sample(TextEncoding encoding, Cell cell) {}

  @Provide
  Arbitrary<Sample> samples() {
    return Arbitraries.of(TextEncoding.values())
        .flatMap(encoding -> Cells.of(encoding).map(cell -> new Sample(encoding, cell)));
  }

  @Property(tries = 5000)
  void everyCellComesBackFromAColumnOfEveryType(@ForAll("samples") Sample sample)
      throws SQLException {
    TablePlan plan = Plans.ofAllTypes();
    List<Cell> cells = Collections.nCopies(plan.columns().size(), sample.cell());
    byte[] stream = Rows.encode(plan, sample.encoding(), cells);
    assertThat(Rows.decode(plan, sample.encoding(), stream)).isEqualTo(cells);
  }

  @Property(tries = 2000)
  void rowsThatNobodyTouchedReadTheSameAsTouchedOnes(@ForAll("samples") Sample sample)
      throws SQLException {
    TablePlan plan = Plans.ofAllTypes();
    List<Cell> cells = Collections.nCopies(plan.columns().size(), sample.cell());
    byte[] stream = Rows.encode(plan, sample.encoding(), cells);
    try (CopyReader reader = CopyReader.of(new ByteArrayInputStream(stream))) {
      reader.next();
      Row row = new Row(cells.size());
      new RowDecoder(plan, sample.encoding()).decodeTouched(reader.row(), row);
      assertThat(Rows.cells(row)).isEqualTo(cells);
    }
  }

  @Test
  void commonCellsNeedNoExtra() {
    RowEncoder encoder =
        new RowEncoder(
            Plans.of(TargetType.BIGINT, TargetType.TEXT, TargetType.DOUBLE, TargetType.BYTEA),
            TextEncoding.UTF_8);
    Row row =
        Rows.of(
            List.of(
                new Cell.Int(-1),
                new Cell.Text("ü".getBytes(StandardCharsets.UTF_8)),
                new Cell.Real(-0.0),
                new Cell.Blob(new byte[] {0})));
    assertThat(encoder.encodeColumns(row, new CopyBuffer())).isZero();
    assertThat(encoder.extra().json().length()).isZero();
  }

  @Test
  void straysAreCounted() {
    RowEncoder encoder =
        new RowEncoder(Plans.of(TargetType.BIGINT, TargetType.TEXT), TextEncoding.UTF_8);
    Row row = Rows.of(List.of(new Cell.Real(1.5), Cell.NULL));
    assertThat(encoder.encode(row, 1, 2, new CopyBuffer())).isEqualTo(1);
    assertThat(encoder.encode(row, 1, 2, new CopyBuffer())).isEqualTo(1);
  }

  @Test
  void extraTellsTheStorageClassAndTheExactValue() {
    RowEncoder encoder =
        new RowEncoder(
            Plans.of(
                TargetType.BOOLEAN,
                TargetType.BIGINT,
                TargetType.JSON,
                TargetType.TEXT,
                TargetType.TEXT),
            TextEncoding.UTF_8);
    encoder.encodeColumns(
        Rows.of(
            List.of(
                new Cell.Int(2),
                new Cell.Real(Double.POSITIVE_INFINITY),
                new Cell.Text("\"a\"\n\\".getBytes(StandardCharsets.UTF_8)),
                new Cell.Text(new byte[] {'a', 0}),
                new Cell.Blob(new byte[] {1, 2}))),
        new CopyBuffer());
    CopyBuffer json = encoder.extra().json();
    assertThat(new String(json.array(), 0, json.length(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"c0":{"t":"int","v":2},"c1":{"t":"real","v":"Infinity"},\
            "c2":{"t":"text","v":"\\"a\\"\\u000a\\\\"},"c3":{"t":"text","b":"YQA="},\
            "c4":{"t":"blob","v":"AQI="}}""");
  }
}
