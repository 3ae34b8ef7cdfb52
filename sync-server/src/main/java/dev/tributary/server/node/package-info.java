/** The node: a process that serves a cluster until it is told to end. */
@NullMarked
package dev.tributary.server.node;

import org.jspecify.annotations.NullMarked;
