// The course of the lag before the page was opened, from the runs that the node remembers.

const GOOD = new Set(["success", "partial"]);
const SYNCS = new Set(["incremental", "full"]);

/**
 * Two values for each good run: how old the mirror had become by its end, and 0. The first is null where nobody knows it:
 * a file that is as it was is checked without a run, so a pause of many intervals is no lag, and no proof of none.
 *
 * @param jobs of any clients, the latest first
 * @param interval seconds, by which a pause is judged; what it was then is not kept
 */
export function lagHistory(jobs, client, interval) {
  const values = [];
  let fresh = null; // when the mirror was last known to be fresh
  let before = null; // the run before, if it was a good one
  for (const run of runsOf(jobs, client)) {
    const end = Date.parse(run.completed_at) / 1000;
    if (before !== null && end - before > 2 * interval + Number(run.duration_seconds ?? 0)) {
      fresh = null;
    }
    const good = GOOD.has(run.status);
    if (good) {
      values.push(fresh === null ? null : Math.max(0, end - fresh), 0);
      fresh = end;
    }
    before = good ? end : null;
  }
  return values;
}

/** Those that ended, by their ends, the oldest first. */
function runsOf(jobs, client) {
  return jobs
    .filter((j) => j.client_name === client && SYNCS.has(j.sync_type) && j.completed_at && j.status !== "cancelled")
    .sort((a, b) => Date.parse(a.completed_at) - Date.parse(b.completed_at));
}
