/** How a command ends: what it prints, its exit code, the job of a node that it waits for. */
@NullMarked
package dev.tributary.server.cli.outcome;

import org.jspecify.annotations.NullMarked;
