// How often a client is synced by itself: whole seconds, or the name of a preset.
import { button, el, text } from "./dom.js";
import { announce } from "./announce.js";
import { get, post } from "./api.js";
import { closeDialog, trying } from "./dialog.js";
import { endpoints } from "./endpoints.js";
import { duration } from "./format.js";

/** @returns `{node, nameThem}`; the second asks for the names of presets, once the dialog is open */
export function intervalPart(client, refresh) {
  const field = el("input", {
    type: "text", id: "interval-field", autocomplete: "off", spellcheck: false,
    value: String(client.sync_interval), aria: { describedby: "interval-hint" },
  });
  const hint = el("p", { className: "quiet", id: "interval-hint" }, "Whole seconds.");
  const change = button("Change interval", () => send(client.client_name, field.value, refresh));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      change.click();
    }
  });
  const node = el("section", { aria: { label: "Interval" } },
    el("h3", {}, "Interval"),
    el("label", { htmlFor: "interval-field" }, "Time between syncs"),
    field, hint,
    el("div", { className: "buttons" }, change));
  return { node, nameThem: () => trying(() => namePresets(hint)) };
}

async function namePresets(hint) {
  const names = Object.keys((await get(endpoints.intervals)).presets ?? {});
  text(hint, names.length === 0 ? "Whole seconds." : `Whole seconds, or one of: ${names.join(", ")}.`);
}

async function send(name, typed, refresh) {
  await trying(async () => {
    const now = await post(endpoints.interval(name), { sync_interval: interval(typed.trim()) });
    announce(`The interval of ${name} is ${duration(now.sync_interval)} now.`);
    closeDialog();
    await refresh();
  });
}

/** Digits are seconds; the node says what is wrong with anything else that is no preset. */
function interval(typed) {
  return /^\d+$/.test(typed) ? Number(typed) : typed;
}
