/** What a node counts, as Prometheus reads it. */
@NullMarked
package dev.tributary.server.metrics;

import org.jspecify.annotations.NullMarked;
