// Says to those who do not see the page what has just happened on it.
import { byId, el, text } from "./dom.js";

export function announce(message) {
  byId("announcer").append(el("p", {}, message));
  while (byId("announcer").childElementCount > 5) {
    byId("announcer").firstElementChild.remove();
  }
}

const troubles = new Map();

/**
 * A lasting trouble above everything, one of each source, so that what can be read again does not hide what was refused;
 * null takes it away.
 */
export function showTrouble(source, error) {
  if (!error) {
    troubles.get(source)?.remove();
    troubles.delete(source);
    return;
  }
  if (!troubles.has(source)) {
    troubles.set(source, el("p", { className: "notice" }));
    byId("trouble").append(troubles.get(source));
  }
  text(troubles.get(source), error.wayOut ? `${error.message} ${error.wayOut}` : said(error));
}

/** What a browser says of a node that does not answer is of no use to a person. */
export function said(error) {
  if (error instanceof TypeError || error.name === "TimeoutError") {
    return "This node does not answer.";
  }
  return error.message;
}
