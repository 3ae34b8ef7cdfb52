// One client: what it is, its buttons, its interval, its hold, what others changed, a comparison cell by cell.
import { button, el } from "./dom.js";
import { closeDialog, openDialog } from "./dialog.js";
import { driftPart } from "./drift-part.js";
import { clock, duration } from "./format.js";
import { holdPart } from "./hold-part.js";
import { intervalPart } from "./interval-part.js";
import { verifyPart } from "./verify-part.js";

export function openClientDialog(client, actions, store, refresh) {
  const name = client.client_name;
  const parts = [facts(client), buttons(client, actions)];
  if (client.status === "on_hold") {
    parts.push(holdPart(client, refresh));
  }
  const interval = intervalPart(client, refresh);
  parts.push(interval.node, driftPart(name), verifyPart(name));
  openDialog(name, parts);
  interval.nameThem();
}

function facts(client) {
  const rows = [
    ["Status", client.status.replaceAll("_", " ")],
    ["Synced by itself", client.sync_enabled ? `every ${duration(client.sync_interval)}` : "no"],
    ["Last good sync", clock(client.last_sync_at) || "never"],
    ["Next sync", clock(client.next_sync_at) || "none"],
    ["File", client.source_path],
    ["Schema", client.target_schema],
    ["Last error", client.status === "on_hold" ? "" : client.last_error],
  ];
  return el("dl", { className: "facts" },
    rows.filter(([, value]) => value).flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, String(value))]));
}

function buttons(client, actions) {
  const name = client.client_name;
  const leaving = (act) => async () => {
    closeDialog();
    await act();
  };
  return el("div", { className: "buttons" },
    button("Sync now", leaving(() => actions.sync(name, false)), { className: "main" }),
    button("Full sync", leaving(() => actions.sync(name, true))),
    client.sync_enabled && client.status !== "paused"
      ? button("Pause", leaving(() => actions.pause(name)))
      : button("Start", leaving(() => actions.start(name))));
}
