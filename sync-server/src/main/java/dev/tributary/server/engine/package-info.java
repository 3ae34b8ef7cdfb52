/** The engine as commands use it: opened for one act, closed with all that it held. */
@NullMarked
package dev.tributary.server.engine;

import org.jspecify.annotations.NullMarked;
