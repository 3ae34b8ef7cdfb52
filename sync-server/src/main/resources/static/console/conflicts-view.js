// Conflicts that wait for a decision.
import { button, byId, text } from "./dom.js";
import { announce } from "./announce.js";
import { openConflictDialog } from "./conflict-dialog.js";
import { age, counted, since } from "./format.js";
import { keyText } from "./record-key.js";
import { table } from "./table.js";

const id = (c) => c.log_id ?? c.id;
const name = (c) => `${c.table_name} ${keyText(c.record_key)}`;

export function startConflictsView(store, refresh) {
  const show = table(
    byId("conflicts-list"),
    "Conflicts that wait",
    [
      { label: "Row", fill: (cell, c) => text(cell, name(c)) },
      { label: "Client", fill: (cell, c) => text(cell, c.client_name) },
      { label: "Kind", fill: (cell, c) => text(cell, (c.conflict_type ?? "").replaceAll("_", " ")) },
      { label: "Since", number: true, fill: (cell, c) => text(cell, age(since(c.first_detected_at ?? c.detected_at))) },
      { label: "Decide", bare: true, fill: (cell, c) => fillButton(cell, c, refresh) },
    ],
    id,
    "No conflict waits.",
  );
  store.on("conflicts", (all, before) => {
    const open = all.filter((c) => !c.resolved_at);
    text(byId("count-conflicts"), open.length > 0 ? String(open.length) : "");
    if (before && open.length > before.filter((c) => !c.resolved_at).length) {
      announce(`${counted(open.length, "conflict waits", "conflicts wait")} for a decision.`);
    }
    show(open);
  });
}

function fillButton(cell, conflict, refresh) {
  if (!cell.firstElementChild) {
    cell.append(button("Look", () => openConflictDialog(id(conflict), refresh), { aria: { label: `Look at ${name(conflict)}` } }));
  }
}
