/**
 * The state store: a table of entries, a feed of what changed in it, watches and a near cache on
 * that feed. Works without the SQLite driver on the class path.
 */
@NullMarked
package dev.tributary.core.internal.state;

import org.jspecify.annotations.NullMarked;
