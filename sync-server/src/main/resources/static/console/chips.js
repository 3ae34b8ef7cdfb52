// Words for states, each with its colour; never a colour alone.
import { text } from "./dom.js";

const TONES = {
  healthy: "good", active: "good", success: "good", unchanged: "good", complete: "good", leader: "good", live: "good",
  degraded: "warn", paused: "", pending: "", running: "", follower: "", polling: "warn", partial: "warn", maintenance: "warn",
  on_hold: "bad", unhealthy: "bad", failed: "bad", offline: "bad", away: "bad", late: "warn",
};

export function chip(node, word, label = word) {
  const classes = `chip ${TONES[word] ?? ""}`.trim();
  if (node.className !== classes) {
    node.className = classes;
  }
  text(node, (label ?? "").replaceAll("_", " "));
}
