/** Benchmarks of whole processes and of the engine, with ratios, goals and parity checks. */
@NullMarked
package dev.tributary.benchmarks;

import org.jspecify.annotations.NullMarked;
