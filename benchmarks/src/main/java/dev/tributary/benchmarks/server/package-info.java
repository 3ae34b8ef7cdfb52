/** PostgreSQL for the benchmarks, and what they ask it. */
@NullMarked
package dev.tributary.benchmarks.server;

import org.jspecify.annotations.NullMarked;
