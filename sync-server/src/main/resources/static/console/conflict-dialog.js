// One conflict with all its sides, and the decision.
import { button, el } from "./dom.js";
import { announce } from "./announce.js";
import { getText, postText } from "./api.js";
import { closeDialog, openDialog, trying } from "./dialog.js";
import { endpoints } from "./endpoints.js";
import { parse, write } from "./exact-json.js";
import { clock } from "./format.js";
import { keyText } from "./record-key.js";
import { compare, sidesTable } from "./sides.js";

export async function openConflictDialog(id, refresh) {
  openDialog("Conflict", [el("p", {}, "Loading ...")]);
  await trying(async () => show(id, parse(await getText(endpoints.conflict(id))), refresh));
}

function show(id, entry, refresh) {
  const base = image(entry, "base_data");
  const source = image(entry, "source_data");
  const target = image(entry, "target_data");
  const text = (name) => entry.get(name) ?? "";
  openDialog(`${text("table_name")} ${keyText(text("record_key"))}`, [
    el("p", { className: "quiet" },
      `Client ${text("client_name")}, ${text("conflict_type").replaceAll("_", " ")}, seen ${clock(text("first_detected_at") || text("detected_at"))}`),
    ...deleted(source, "The app deleted this row."),
    ...deleted(target, "This row was deleted in PostgreSQL."),
    sidesTable(compare(base, source, target)),
    decision(id, source ?? target, refresh),
  ]);
}

/** An image is JSON, or text that holds it; no image: the row is not there. */
function image(entry, name) {
  const value = entry.get(name);
  return typeof value === "string" && value !== "" ? parse(value) : value || null;
}

function deleted(side, words) {
  return side === null ? [el("p", { className: "notice soft" }, words)] : [];
}

function decision(id, row, refresh) {
  const custom = el("textarea", { id: "custom-row", spellcheck: false });
  custom.value = row === null ? "{}" : write(withoutOurs(row), "  ");
  const own = el("details", {},
    el("summary", {}, "Another row"),
    el("label", { htmlFor: "custom-row" }, "The whole row as JSON"),
    custom,
    el("div", { className: "buttons" }, button("Use this row", () => send(id, "custom", refresh, custom.value))));
  return el("section", { aria: { label: "Decision" } },
    el("div", { className: "buttons" },
      button("Keep the app's row", () => send(id, "source", refresh), { className: "main" }),
      button("Keep PostgreSQL's row", () => send(id, "target", refresh))),
    el("p", { className: "quiet" }, "It counts only while both sides are still what is shown here; the log keeps all of them."),
    own);
}

function withoutOurs(row) {
  return new Map([...row].filter(([name]) => name !== "_sync_hash" && name !== "_sync_xid"));
}

async function send(id, choice, refresh, row) {
  await trying(async () => {
    const more = row === undefined ? "" : `,"row":${write(parse(row))}`;
    await postText(endpoints.resolve(id), `{"choice":${JSON.stringify(choice)}${more}}`);
    announce("The decision is noted; the next run carries it out.");
    closeDialog();
    await refresh();
  });
}
