// The clients: how old each mirror is, what runs, what waits.
import { button, byId, el, text } from "./dom.js";
import { get } from "./api.js";
import { chip } from "./chips.js";
import { openClientDialog } from "./client-dialog.js";
import { endpoints } from "./endpoints.js";
import { age, count, duration, since } from "./format.js";
import { lagHistory } from "./lag-history.js";
import { createSparkline } from "./sparkline.js";
import { table } from "./table.js";

export function startClientsView(store, actions, refresh) {
  const sparks = new Map();
  const show = table(
    byId("clients-list"),
    "Clients of this cluster",
    [
      { label: "Client", fill: (cell, c) => text(cell, c.client_name) },
      { label: "Status", fill: fillStatus },
      { label: "Last good sync", number: true, fill: (cell, c) => text(cell, age(lag(c))) },
      { label: "Lag", fill: (cell, c) => fillSpark(cell, c, sparks) },
      { label: "Run", fill: (cell, c) => fillRun(cell, c, store) },
      { label: "Waiting", number: true, fill: (cell, c) => text(cell, waiting(c)) },
      { label: "Actions", bare: true, fill: (cell, c, row) => fillActions(cell, c, row, actions, store, refresh) },
    ],
    (c) => c.client_name,
    "No client is registered: tributary client register --client NAME --source FILE --start",
  );
  const past = pastOf(sparks);
  store.on("clients", (clients) => {
    clients.forEach((c) => sample(c, sparks));
    show(clients);
    past(clients);
  });
  store.on("progress", () => show(store.get("clients") ?? []));
}

function lag(client) {
  return client.seconds_since_sync ?? since(client.last_sync_at);
}

function sample(client, sparks) {
  const spark = sparks.get(client.client_name) ?? createSparkline();
  sparks.set(client.client_name, spark);
  spark.add(lag(client) ?? 0);
  describe(client, spark);
}

function describe(client, spark) {
  const now = lag(client);
  spark.say(now === null ? "never synced" : `lag, now ${duration(now)}, at most ${duration(spark.most())}`);
}

/** What was before the page was opened, asked for once; where that fails, with the next clients that can be read. */
function pastOf(sparks) {
  let asked = false;
  return async (clients) => {
    if (asked) {
      return;
    }
    asked = true;
    try {
      const jobs = (await get(endpoints.pastJobs)).jobs ?? [];
      clients.forEach((c) => precede(c, jobs, sparks.get(c.client_name)));
    } catch {
      asked = false; // what cannot be read is told by the refresh
    }
  };
}

function precede(client, jobs, spark) {
  spark.precede(lagHistory(jobs, client.client_name, client.sync_interval));
  describe(client, spark);
}

function fillSpark(cell, client, sparks) {
  const spark = sparks.get(client.client_name);
  if (cell.firstElementChild !== spark.node) {
    cell.replaceChildren(spark.node);
  }
}

function fillStatus(cell, client) {
  if (!cell.firstElementChild) {
    cell.append(el("span"), el("p", { className: "quiet" }));
  }
  const idle = client.status === "active" && !client.sync_enabled;
  chip(cell.children[0], idle ? "paused" : client.status, idle ? "not started" : client.status);
  const trouble = client.hold_reason ?? (client.last_sync_status === "failed" ? client.last_error : "");
  text(cell.children[1], trouble ?? "");
}

function fillRun(cell, client, store) {
  if (!cell.firstElementChild) {
    cell.append(el("span", { className: "quiet" }), el("progress", { hidden: true, aria: { label: "Progress of the run" } }));
  }
  const [words, bar] = cell.children;
  const job = (store.get("progress") ?? []).find((j) => j.client_name === client.client_name && j.status === "running");
  bar.hidden = !job;
  if (!job) {
    text(words, `every ${duration(client.sync_interval)}`);
    return;
  }
  const tables = job.progress ?? [];
  const done = tables.reduce((sum, t) => sum + Number(t.rows_processed ?? 0), 0);
  const total = tables.reduce((sum, t) => sum + Number(t.rows_total ?? 0), 0);
  text(words, `${count(done)} rows${total > done ? ` of ${count(total)}` : ""}`);
  if (total > 0) {
    bar.max = Math.max(total, done);
    bar.value = done;
  } else {
    bar.removeAttribute("value");
  }
}

function waiting(client) {
  const parts = [];
  if (client.open_conflicts > 0) {
    parts.push(`${count(client.open_conflicts)} conflicts`);
  }
  if (client.open_quarantine > 0) {
    parts.push(`${count(client.open_quarantine)} in quarantine`);
  }
  return parts.join(", ");
}

function fillActions(cell, client, row, actions, store, refresh) {
  row.client = client;
  if (cell.firstElementChild) {
    return;
  }
  const name = client.client_name;
  cell.append(
    el("div", { className: "buttons" },
      button("Sync now", () => actions.sync(name, false), { aria: { label: `Sync ${name} now` } }),
      button("Details", () => openClientDialog(row.client, actions, store, refresh), { aria: { label: `Details of ${name}` } })),
  );
}
