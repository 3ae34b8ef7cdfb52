/** The SQLite files that the benchmarks mirror, generated from a fixed seed. */
@NullMarked
package dev.tributary.benchmarks.source;

import org.jspecify.annotations.NullMarked;
