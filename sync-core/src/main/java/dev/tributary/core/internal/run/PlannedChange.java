package dev.tributary.core.internal.run;

import dev.tributary.core.internal.schema.PlanChange;

/**
 * What became of a table.
 *
 * @param loading its initial load is not finished: no key yet, closed to others
 * @param lost others dropped the mirror or a column of it
 */
record PlannedChange(PlanChange change, boolean loading, boolean lost) {}
