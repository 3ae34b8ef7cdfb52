/** {@code tributary serve}: a node as a process, and its log. */
@NullMarked
package dev.tributary.server.cli.serve;

import org.jspecify.annotations.NullMarked;
