// The three sides of a conflict, field by field; inside of JSON, place by place.
import { el } from "./dom.js";
import { write } from "./exact-json.js";

const MOST = 300;
const OURS = /^_sync_/;
const TITLES = ["Field", "Last synced", "App now", "PostgreSQL now", "Changed by"];

/** Lines `{place, base, source, target, by}`; a side is undefined where it has no such field. */
export function compare(base, source, target) {
  const lines = [];
  for (const name of names(base, source, target)) {
    walk(name, field(base, name), field(source, name), field(target, name), lines);
  }
  return lines.filter(({ place, by }) => !OURS.test(place) || (by && place.startsWith("_sync_extra"))).slice(0, MOST);
}

function walk(place, base, source, target, lines) {
  const nested = container(source) && container(target) && Array.isArray(source) === Array.isArray(target);
  if (nested && same(source) !== same(target)) {
    for (const name of names(source, target)) {
      const inner = Array.isArray(source) ? `${place}[${name}]` : `${place}.${name}`;
      const sides = [base, source, target].map((side) => (container(side) ? field(side, name) : undefined));
      if (same(sides[1]) !== same(sides[2])) {
        walk(inner, ...sides, lines);
      }
    }
    return;
  }
  lines.push({ place, base, source, target, by: changedBy(base, source, target) });
}

function changedBy(base, source, target) {
  if (same(source) === same(target)) {
    return "";
  } else if (same(base) === same(source)) {
    return "PostgreSQL";
  }
  return same(base) === same(target) ? "app" : "both";
}

function names(...sides) {
  const found = new Set();
  sides.filter(container).forEach((side) => keys(side).forEach((name) => found.add(name)));
  return [...found];
}

function keys(side) {
  return Array.isArray(side) ? side.map((item, index) => index) : [...side.keys()];
}

function field(side, name) {
  return Array.isArray(side) ? side[name] : side?.get?.(name);
}

function container(value) {
  return value instanceof Map || Array.isArray(value);
}

function same(value) {
  return value === undefined ? undefined : write(value ?? null);
}

function shown(value) {
  if (value === undefined) {
    return "";
  }
  return typeof value === "string" ? value : write(value, "  ");
}

export function sidesTable(lines) {
  return el("div", { className: "table stack" },
    el("table", { className: "sides" },
      el("caption", { className: "unseen" }, "The row at its last sync, in the app and in PostgreSQL"),
      el("thead", {}, el("tr", {}, TITLES.map((t) => el("th", { scope: "col" }, t)))),
      el("tbody", {}, lines.map(line))));
}

function line({ place, base, source, target, by }) {
  const changed = { source: by === "app" || by === "both", target: by === "PostgreSQL" || by === "both" };
  return el("tr", { className: by ? "" : "same" },
    el("th", { scope: "row" }, place),
    side(TITLES[1], base, false),
    side(TITLES[2], source, changed.source),
    side(TITLES[3], target, changed.target),
    el("td", { data: { label: TITLES[4] } }, by));
}

function side(label, value, changed) {
  const text = shown(value);
  const content = text === "" ? [] : [el("div", { className: changed ? "cut mono changed" : "cut mono" }, text)];
  return el("td", { data: { label }, className: changed ? "changed" : "" }, content);
}
