package dev.tributary.benchmarks.measure;

/**
 * What one measured act took.
 *
 * @param wall seconds
 * @param clientCpu seconds of the measured process
 * @param serverCpu seconds of PostgreSQL; 0 when it runs elsewhere
 * @param otherCores cores that the rest of the machine used meanwhile: near 0 when it was quiet
 * @param peakMegabytes the largest resident set of the measured process
 * @param walMegabytes what PostgreSQL wrote ahead
 */
public record Usage(
    double wall,
    double clientCpu,
    double serverCpu,
    double otherCores,
    double peakMegabytes,
    double walMegabytes) {

  /** Of both sides together. */
  double cpu() {
    return clientCpu + serverCpu;
  }
}
