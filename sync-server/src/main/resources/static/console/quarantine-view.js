// Rows that PostgreSQL refused, and another try.
import { button, byId, text } from "./dom.js";
import { age, since } from "./format.js";
import { keyText } from "./record-key.js";
import { table } from "./table.js";

export function startQuarantineView(store, actions) {
  const show = table(
    byId("quarantine-list"),
    "Rows in quarantine",
    [
      { label: "Row", fill: (cell, q) => text(cell, rowName(q)) },
      { label: "Client", fill: (cell, q) => text(cell, q.client_name) },
      { label: "Column", fill: (cell, q) => text(cell, q.column_name ?? "") },
      { label: "Reason", fill: (cell, q) => text(cell, q.reason) },
      { label: "Since", number: true, fill: (cell, q) => text(cell, age(since(q.first_seen_at))) },
      { label: "Actions", bare: true, fill: (cell, q) => fillActions(cell, q, actions) },
    ],
    (q) => q.id,
    "No row is in quarantine.",
  );
  store.on("quarantine", (rows) => {
    text(byId("count-quarantine"), rows.length > 0 ? String(rows.length) : "");
    show(rows);
  });
}

function rowName(q) {
  return `${q.table_name} ${keyText(q.record_key)}`;
}

/** One client's rows are tried together: the button names its row, the word afterwards the client. */
function fillActions(cell, q, actions) {
  if (!cell.firstElementChild) {
    cell.append(button("Try again", () => actions.retry(q.id), { aria: { label: `Try ${rowName(q)} again` } }));
  }
}
