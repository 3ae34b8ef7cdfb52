package dev.tributary.benchmarks.measure;

/** A server's own counters. */
public interface Gauge {

  /** The process whose children serve; 0 when the server runs on another machine. */
  long postmaster();

  /** Bytes written ahead since ever. */
  long walBytes();
}
