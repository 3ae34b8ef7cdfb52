// Rows that PostgreSQL refused.
import { byId, text } from "./dom.js";
import { age, since } from "./format.js";
import { keyText } from "./record-key.js";
import { table } from "./table.js";

export function startQuarantineView(store) {
  const show = table(
    byId("quarantine-list"),
    "Rows in quarantine",
    [
      { label: "Row", fill: (cell, q) => text(cell, `${q.table_name} ${keyText(q.record_key)}`) },
      { label: "Client", fill: (cell, q) => text(cell, q.client_name) },
      { label: "Column", fill: (cell, q) => text(cell, q.column_name ?? "") },
      { label: "Reason", fill: (cell, q) => text(cell, q.reason) },
      { label: "Since", number: true, fill: (cell, q) => text(cell, age(since(q.first_seen_at))) },
    ],
    (q) => q.quarantine_id ?? q.id,
    "No row is in quarantine.",
  );
  store.on("quarantine", (rows) => {
    text(byId("count-quarantine"), rows.length > 0 ? String(rows.length) : "");
    show(rows);
  });
}
