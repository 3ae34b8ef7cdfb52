/** {@code tributary client}: which files are synced by the nodes, and when. */
@NullMarked
package dev.tributary.server.cli.client;

import org.jspecify.annotations.NullMarked;
