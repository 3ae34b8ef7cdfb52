package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;

/** For whom, by which job and in which transaction rows are applied. */
record Applying(ApplyTransaction transaction, ClientRow client, Job job) {}
