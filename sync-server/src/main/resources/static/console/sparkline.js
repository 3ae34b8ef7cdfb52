// A small line of the last values, as a picture with words.
import { svg } from "./dom.js";

const KEPT = 60;
const WIDTH = 100;
const HEIGHT = 20;

export function createSparkline() {
  const line = svg("polyline", { points: "" });
  const node = svg(
    "svg",
    { class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" },
    line,
  );
  const values = [];
  return {
    node,
    add(value, label) {
      values.push(value);
      if (values.length > KEPT) {
        values.shift();
      }
      const most = Math.max(1, ...values);
      const step = WIDTH / Math.max(1, values.length - 1);
      const points = values.map((v, i) => `${(i * step).toFixed(1)},${(HEIGHT - (v / most) * HEIGHT).toFixed(1)}`);
      line.setAttribute("points", points.length > 1 ? points.join(" ") : `0,${HEIGHT} ${WIDTH},${HEIGHT}`);
      node.setAttribute("aria-label", label);
    },
  };
}
