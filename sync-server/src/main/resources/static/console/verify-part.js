// A comparison of file and mirror, cell by cell.
import { button, el } from "./dom.js";
import { get, post } from "./api.js";
import { trying } from "./dialog.js";
import { endpoints } from "./endpoints.js";
import { count, counted } from "./format.js";

const LOOK_MILLIS = 1_000;
const LOOKS = 600;

export function verifyPart(name) {
  const place = el("div", { aria: { live: "polite" } });
  return el("section", { aria: { label: "Verify" } },
    el("h3", {}, "Verify"),
    el("p", { className: "quiet" }, "Reads the file and its mirror and compares every cell. Changes nothing."),
    el("div", { className: "buttons" }, button("Verify", () => verify(name, place))),
    place);
}

async function verify(name, place) {
  place.replaceChildren(el("p", {}, "Comparing ..."));
  const report = await trying(async () => {
    const asked = await post(endpoints.verify(name));
    return awaitResult(asked.sync_id);
  });
  place.replaceChildren(...(report ? shown(report) : []));
}

async function awaitResult(id) {
  for (let look = 0; look < LOOKS; look += 1) {
    const job = await get(endpoints.job(id));
    if (job.completed_at) {
      return job.result ?? { error: job.error_message };
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLIS));
  }
  return { error: `It takes long; the list of jobs tells how ${id} ends.` };
}

function shown(report) {
  if (report.error) {
    return [el("p", { className: "notice" }, report.error)];
  }
  const tables = report.tables ?? [];
  const compared = `${count(sum(tables, "rows"))} rows, ${count(sum(tables, "cells"))} cells compared`;
  const unequal = tables.filter((t) => differences(t) > 0);
  if (unequal.length === 0) {
    return [el("p", {}, `Equal: ${compared}, no difference.`)];
  }
  const all = unequal.reduce((total, t) => total + differences(t), 0);
  return [
    el("p", { className: "notice soft" }, `${counted(all, "difference")}; ${compared}.`),
    el("ul", {}, unequal.map((t) =>
      el("li", {}, el("code", {}, t.table), `: ${count(t.missing)} missing, ${count(t.extra)} too many, ${count(t.different)} different`))),
  ];
}

function differences(t) {
  return t.missing + t.extra + t.different;
}

function sum(tables, field) {
  return tables.reduce((total, t) => total + t[field], 0);
}
