// Says to those who do not see the page what has just happened on it.
import { byId, el, text } from "./dom.js";

export function announce(message) {
  byId("announcer").append(el("p", {}, message));
  while (byId("announcer").childElementCount > 5) {
    byId("announcer").firstElementChild.remove();
  }
}

/** A lasting trouble above everything; null takes it away. */
export function showTrouble(error) {
  const place = byId("trouble");
  if (!error) {
    place.replaceChildren();
    return;
  }
  const message = error.wayOut ? `${error.message} ${error.wayOut}` : said(error);
  if (!place.firstElementChild) {
    place.append(el("p", { className: "notice" }));
  }
  text(place.firstElementChild, message);
}

/** What a browser says of a node that does not answer is of no use to a person. */
export function said(error) {
  if (error instanceof TypeError || error.name === "TimeoutError") {
    return "This node does not answer.";
  }
  return error.message;
}
