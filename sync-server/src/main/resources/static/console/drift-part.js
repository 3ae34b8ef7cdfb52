// Rows that others changed in PostgreSQL.
import { button, el } from "./dom.js";
import { get } from "./api.js";
import { trying } from "./dialog.js";
import { endpoints } from "./endpoints.js";
import { clock } from "./format.js";
import { keyText } from "./record-key.js";

export function driftPart(name) {
  const place = el("div", { aria: { live: "polite" } });
  return el("section", { aria: { label: "Drift" } },
    el("h3", {}, "Drift"),
    el("p", { className: "quiet" }, "Rows of the mirror that others changed. They stay until the app changes them too."),
    el("div", { className: "buttons" }, button("Show drift", () => load(name, place))),
    place);
}

async function load(name, place) {
  await trying(async () => {
    const rows = (await get(endpoints.drift(name))).drift ?? [];
    place.replaceChildren(rows.length === 0
      ? el("p", {}, "Nobody else changed a row.")
      : el("ul", {}, rows.map((row) =>
          el("li", {}, el("code", {}, `${row.table_name} ${keyText(row.record_key)}`), ` ${row.op ?? "changed"} by ${row.changed_by}, ${clock(row.changed_at)}`))));
  });
}
