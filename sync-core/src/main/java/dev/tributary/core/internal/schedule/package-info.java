/**
 * When and for whom the leader works: clients that are due, jobs that somebody asked for, lanes
 * that run them, and the housekeeping of a cluster.
 */
@NullMarked
package dev.tributary.core.internal.schedule;

import org.jspecify.annotations.NullMarked;
