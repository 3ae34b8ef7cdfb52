package dev.tributary.core.internal.run;

import dev.tributary.core.internal.schema.PlanChange;

/**
 * What became of a table.
 *
 * @param loading its initial load is not finished: no key yet, closed to others
 */
record PlannedChange(PlanChange change, boolean loading) {}
