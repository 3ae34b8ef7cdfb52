// Reads from the node what the page shows, never twice at the same time.
import { get, headers } from "./api.js";
import { endpoints } from "./endpoints.js";

const PARTS = {
  cluster: (answer) => answer,
  clients: (answer) => answer.clients ?? [],
  jobs: (answer) => answer.jobs ?? [],
  conflicts: (answer) => answer.conflicts ?? answer.waiting ?? [],
  quarantine: (answer) => answer.quarantine ?? answer.waiting ?? [],
};

/**
 * @param onTrouble hears what could not be read, and null when all could
 */
export function createRefresh(store, onTrouble) {
  let running = null;
  let again = false;

  async function all() {
    await readHealth();
    const results = await Promise.allSettled(Object.keys(PARTS).map(readPart));
    await readProgress();
    onTrouble(results.find((r) => r.status === "rejected")?.reason ?? null);
  }

  async function readPart(name) {
    store.set(name, PARTS[name](await get(endpoints[name])));
  }

  async function readHealth() {
    try {
      // Not by get(): what is unhealthy says so with an error's status. It may need the token, too.
      const response = await fetch(endpoints.health, { headers: headers(), cache: "no-store" });
      const report = await response.json();
      store.set("health", report.node_id ? report : null);
    } catch {
      store.set("health", null);
    }
  }

  /** Only of what runs: a job that is over has no progress to watch. */
  async function readProgress() {
    const running = (store.get("jobs") ?? []).filter((job) => job.status === "running");
    const read = await Promise.allSettled(running.map((job) => get(endpoints.job(job.sync_id))));
    store.set("progress", read.filter((r) => r.status === "fulfilled").map((r) => r.value));
  }

  /** Returns when what is shown is not older than this call. */
  return function refresh() {
    if (running) {
      again = true;
      return running;
    }
    running = all().finally(() => {
      running = null;
      if (again) {
        again = false;
        refresh();
      }
    });
    return running;
  };
}
