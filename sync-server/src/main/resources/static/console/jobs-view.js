// The latest runs.
import { byId, el, text } from "./dom.js";
import { announce } from "./announce.js";
import { chip } from "./chips.js";
import { age, count, duration, since } from "./format.js";
import { table } from "./table.js";

export function startJobsView(store) {
  const show = table(
    byId("jobs-list"),
    "The latest runs",
    [
      { label: "Run", fill: (cell, j) => text(cell, j.sync_id) },
      { label: "Client", fill: (cell, j) => text(cell, j.client_name) },
      { label: "Status", fill: fillStatus },
      { label: "Kind", fill: (cell, j) => text(cell, `${j.sync_type}, ${j.triggered_by ?? ""}`) },
      { label: "Node", fill: (cell, j) => text(cell, j.host ?? "") },
      { label: "Begun", number: true, fill: (cell, j) => text(cell, age(since(j.started_at ?? j.requested_at))) },
      { label: "Took", number: true, fill: (cell, j) => text(cell, j.duration_seconds === null || j.duration_seconds === undefined ? "" : duration(j.duration_seconds)) },
      { label: "Rows", number: true, fill: (cell, j) => text(cell, count(j.rows_synced)) },
    ],
    (j) => j.sync_id,
    "No run yet.",
  );
  store.on("jobs", (jobs, before) => {
    show(jobs);
    tellEnded(jobs, before ?? []);
  });
}

function fillStatus(cell, job) {
  if (!cell.firstElementChild) {
    cell.append(el("span"), el("p", { className: "quiet clamp" }));
  }
  chip(cell.children[0], job.status);
  text(cell.children[1], job.error_message ?? "");
  cell.children[1].title = job.error_message ?? "";
}

function tellEnded(jobs, before) {
  const running = new Set(before.filter((j) => !j.completed_at).map((j) => j.sync_id));
  jobs
    .filter((j) => j.completed_at && running.has(j.sync_id))
    .forEach((j) => announce(`Sync of ${j.client_name} ended: ${j.status}.`));
}
