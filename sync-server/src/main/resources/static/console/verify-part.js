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
    const answer = await post(endpoints.verify(name));
    return answer.sync_id && answer.equal === undefined ? awaitResult(answer.sync_id) : answer;
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
  return { error: "It takes long; see the list of jobs later." };
}

function shown(report) {
  if (report.error) {
    return [el("p", { className: "notice" }, report.error)];
  }
  const compared = `${count(report.rows)} rows, ${count(report.cells)} cells compared`;
  if (report.equal) {
    return [el("p", {}, `Equal: ${compared}, no difference.`)];
  }
  const tables = (report.tables ?? []).filter((t) => t.missing + t.extra + t.different > 0);
  return [
    el("p", { className: "notice soft" }, `${counted(report.differences, "difference")}; ${compared}.`),
    el("ul", {}, tables.map((t) =>
      el("li", {}, el("code", {}, t.table), `: ${count(t.missing)} missing, ${count(t.extra)} too many, ${count(t.different)} different`))),
  ];
}
