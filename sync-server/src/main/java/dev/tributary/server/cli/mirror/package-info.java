/** One file and its mirror: plan, sync, verify, restore. */
@NullMarked
package dev.tributary.server.cli.mirror;

import org.jspecify.annotations.NullMarked;
