package dev.tributary.core.internal.apply;

/** One table's staged rows and what was found about them. */
record Judged(TargetTable table, RowStage stage, RowVerdicts verdicts) {}
