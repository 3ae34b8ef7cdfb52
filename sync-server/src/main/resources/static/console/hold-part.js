// A hold: why nothing is applied, and the word that lets it pass once.
import { button, el } from "./dom.js";
import { announce } from "./announce.js";
import { post } from "./api.js";
import { closeDialog, trying } from "./dialog.js";
import { endpoints } from "./endpoints.js";

export function holdPart(client, refresh) {
  const name = client.client_name;
  const field = el("input", { type: "text", id: "hold-name", autocomplete: "off", spellcheck: false });
  const confirm = button("Let it pass once", () => send(name, refresh), { className: "danger", disabled: true });
  field.addEventListener("input", () => {
    confirm.disabled = field.value.trim() !== name;
  });
  return el("section", { aria: { label: "Hold" } },
    el("h3", {}, "On hold"),
    el("p", { className: "notice soft" }, client.hold_reason ?? "Nothing is applied until a person has looked."),
    el("p", { className: "quiet" }, "Nothing was applied. If the file is wrong, put the right one back instead. Deleted rows go to the archive."),
    el("label", { htmlFor: "hold-name" }, `If this is meant, type ${name}`),
    field,
    el("div", { className: "buttons" }, confirm));
}

async function send(name, refresh) {
  await trying(async () => {
    await post(endpoints.confirmHold(name), { confirm: name });
    await post(endpoints.trigger, { client_name: name, triggered_by: "console" });
    announce(`${name} may pass once; it is synced now.`);
    closeDialog();
    await refresh();
  });
}
