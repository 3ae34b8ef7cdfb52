package dev.tributary.core.internal.state;

import dev.tributary.api.StateEntry;

/** An entry as a transaction wrote it, before its commit. */
record Written(StateEntry entry, long xid) {}
