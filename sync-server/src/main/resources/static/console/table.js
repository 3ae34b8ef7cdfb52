// A table that is refreshed row by row; on a narrow screen each row is a small card.
import { el } from "./dom.js";
import { keyedList } from "./keyed-list.js";

/**
 * @param columns `{label, fill(cell, item), number?, bare?}`; the first one names the row
 * @param nothing what is said where there is no row
 * @returns a function that shows a list of items
 */
export function table(container, caption, columns, key, nothing) {
  const body = el("tbody");
  const box = el(
    "div",
    { className: "table stack", hidden: true },
    el(
      "table",
      {},
      el("caption", { className: "unseen" }, caption),
      el("thead", {}, el("tr", {}, columns.map((c) => el("th", { scope: "col" }, c.label)))),
      body,
    ),
  );
  const empty = el("p", { className: "empty" }, "Loading ...");
  container.replaceChildren(box, empty);
  const show = keyedList(body, key, () => row(columns), (node, item) => fill(node, columns, item));
  return (items) => {
    box.hidden = items.length === 0;
    empty.hidden = items.length > 0;
    empty.textContent = nothing;
    show(items);
  };
}

function row(columns) {
  return el("tr", {}, columns.map((column, index) => cell(column, index)));
}

function cell(column, index) {
  if (index === 0) {
    return el("th", { scope: "row" });
  }
  const classes = [column.number ? "number" : "", column.bare ? "bare" : ""].join(" ").trim();
  return el("td", { className: classes, data: { label: column.label } });
}

function fill(node, columns, item) {
  columns.forEach((column, index) => column.fill(node.children[index], item, node));
}
