/** Options that several commands have, and what their values may be. */
@NullMarked
package dev.tributary.server.cli.option;

import org.jspecify.annotations.NullMarked;
