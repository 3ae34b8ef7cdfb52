/** Measuring whole processes, and what is made of the numbers. */
@NullMarked
package dev.tributary.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
