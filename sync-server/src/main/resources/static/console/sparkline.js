// A small line of how values came and went, as a picture with words.
import { svg } from "./dom.js";

const KEPT = 60; // turns of the line: a lag rises and falls once per run, so about thirty runs
const WIDTH = 100;
const HEIGHT = 20;

export function createSparkline() {
  const line = svg("path", { d: "" });
  const node = svg(
    "svg",
    { class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" },
    line,
  );
  let values = [];

  function keep(all) {
    values = all.slice(-KEPT);
    line.setAttribute("d", path(values));
  }

  return {
    node,
    /** The largest value that is shown. */
    most: () => Math.max(0, ...values),
    /** What was before all that was added; null where it is not known, there the line has a gap. */
    precede: (earlier) => keep([...earlier, ...values]),
    /** While it goes on rising, the last value moves; so the past stays in the picture. */
    add: (value) => keep([...(rises(values, value) ? values.slice(0, -1) : values), value]),
    say: (label) => node.setAttribute("aria-label", label),
  };
}

function rises(values, value) {
  const [before, last] = values.slice(-2);
  return values.length > 1 && before !== null && last !== null && before <= last && last <= value;
}

function path(values) {
  if (values.length < 2) {
    return `M0,${HEIGHT} H${WIDTH}`;
  }
  const most = Math.max(1, ...values);
  const step = WIDTH / (values.length - 1);
  return values
    .map((v, i) => (v === null ? "" : `${pen(values, i)}${(i * step).toFixed(1)},${(HEIGHT - (v / most) * HEIGHT).toFixed(1)}`))
    .join(" ")
    .trim();
}

/** Behind a gap the line begins anew; a value alone between two gaps is a dot. */
function pen(values, i) {
  return i === 0 || values[i - 1] === null ? "M" : "L";
}
